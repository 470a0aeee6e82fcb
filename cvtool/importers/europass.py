"""Europass XML of both generations: ``SkillsPassport`` (to 2020) and ``Candidate`` (since)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from .bundle import Bundle, Element, xml
from .prose import html_items
from .taking import (
    Data,
    Imported,
    Ledger,
    Table,
    account,
    country_code,
    country_name,
    leaves,
    mappings,
    section_of,
    texts,
)

_SPAN = {"startDate": "start", "endDate": "end", "location": "location", "url": "url"}
_WORK: Table = {"name": "Employer.Name|OrganizationName",
"position": "Position.Label|PositionTitle",
                "summary": "Activities|Description", "focus": "Department", **_SPAN}  # fmt: skip
_EDUCATION: Table = {
    "institution": "Organisation.Name|OrganizationName",
    "studyType": "Title|EducationDegree.DegreeName", "area": "Field.Label",
    "score": "EducationDegree.FinalGrade.ScoreText", "thesis": "EducationDegree.Thesis",
    "summary": "Activities|EducationDegree.OccupationalSkillsCovered", **_SPAN,
}  # fmt: skip
_MORE: Mapping[str, tuple[str, Table]] = {
    "PublicationHistory": ("publications", {
        "name": "Title", "publisher": "Reference", "releaseDate": "Year", "doi": "DOI",
        "url": "Link", "summary": "FormattedPublicationDescription"}),
    "ConferencesAndSeminars": ("talks", {"name": "Title", "date": "start", "summary": "Description",
                                         "location": "Location", "url": "Link"}),
    "Projects": ("projects", {"name": "Title", "summary": "Description", "url": "Link", **_SPAN}),
    "VoluntaryWorks": ("volunteer", {"organization": "Title", "summary": "Description",
                                     "url": "Link", **_SPAN}),
    "NetworksAndMemberships": ("service", {"organization": "Title", "summary": "Description",
                                           "url": "Link", **_SPAN}),
    "Certifications": ("certificates", {"name": "Title", "date": "start", "summary": "Description",
                                        "url": "Link"}),
    "CourseCertifications": ("certificates", {"name": "Title", "date": "start", "url": "Link",
                                              "summary": "Description"}),
}  # fmt: skip
_OTHER: Mapping[str, Table] = {
    "awards": {"title": "Title", "date": "start", "summary": "Description", "url": "Link"},
    "projects": {"name": "Title", "summary": "Description", "url": "Link", **_SPAN},
}
_LANGUAGES = """
    bul Bulgarian hrv Croatian scr Croatian cze Czech ces Czech dan Danish dut Dutch nld
    Dutch eng English est Estonian fin Finnish fre French fra French ger German deu German
    gre Greek ell Greek hun Hungarian gle Irish ita Italian lav Latvian lit Lithuanian mlt
    Maltese nor Norwegian pol Polish por Portuguese rum Romanian ron Romanian slo Slovak slk
    Slovak slv Slovenian spa Spanish swe Swedish tur Turkish rus Russian ukr Ukrainian ara
    Arabic chi Chinese zho Chinese jpn Japanese
"""
_CODES = dict(zip(_LANGUAGES.split()[::2], _LANGUAGES.split()[1::2], strict=True))
_PERIODS = ("Period", "EmploymentPeriod", "AttendancePeriod", "Date")
_HOME = {"address": "AddressLine", "postalCode": "PostalCode", "city": "Municipality"}
_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The CV; letters, attachments and how it is printed stay away."""
    root = xml(bundle.files[bundle.alone], bundle.name)
    source = _plain(root)
    for key in [*source]:
        if key not in ("LearnerInfo", "CandidatePerson", "CandidateProfile"):
            ledger.leave(source.pop(key), "what Europass needs for itself, letters, attachments")
    if root.name == "SkillsPassport":
        return Imported(_passport(source.get("LearnerInfo") or {}, ledger))
    profile = source.get("CandidateProfile")
    person = source.get("CandidatePerson") or {}
    return Imported(_candidate(person, mappings(profile)[0] if profile else {}, ledger))


def _plain(element: Element) -> Any:
    """The element as keys and texts; what is there more than once is a list."""
    if not element.elements:
        return element.text.strip() or (element.attributes if "year" in element.attributes else "")
    counts = Counter(each.name for each in element.elements)
    found: Data = {}
    for each in element.elements:
        value = _plain(each)
        if counts[each.name] > 1:
            found.setdefault(each.name, []).append(value)
        else:
            found[each.name] = value
    return found


def _dates(source: Data, ledger: Ledger) -> Data:
    """The entry with its start and end as texts; codes, which say nothing to readers, go."""
    degree = source.get("EducationDegree")
    codes = [source.pop(key, "") for key in ("IndustryCode", "EducationLevelCode", "Level")]
    codes.append(degree.pop("FieldOfStudy", "") if isinstance(degree, dict) else "")
    ledger.leave([codes, _codes(source)], "codes of industries, levels and fields")
    if source.get("Department") and source["Department"] == source.get("OrganizationName"):
        ledger.leave(source.pop("Department"), "departments that are the organisation")
    spans = [key for key in _PERIODS if isinstance(source.get(key), dict)]
    period: Data = source.pop(spans[0]) if spans else {}
    for key, names in {"start": ("From", "StartDate"), "end": ("To", "EndDate")}.items():
        for name in names:
            if leaves(value := period.pop(name, None)):
                ledger.counts["mapped"] += leaves(value) - 1
                source[key] = _date(value)
    ledger.leave(period, "that something still runs, which no end says")
    if isinstance(source.get("Link"), list):
        source["Link"], *source["Links"] = source["Link"]
    return source


def _codes(source: Data) -> list[Any]:
    """Takes the codes out that stand beside words."""
    around = (source.get(key) for key in ("Position", "Field", "Title"))
    return [each.pop("Code", "") for each in around if isinstance(each, dict)]


def _date(value: Any) -> str:
    if isinstance(value, dict) and "year" in value:
        parts = (str(value[key]).strip("-") for key in ("year", "month", "day") if value.get(key))
        return "-".join(parts)
    return str(value.get("FormattedDateTime", "") if isinstance(value, dict) else value)


def _place(source: Data, around: Data, ledger: Ledger) -> Data:
    """The entry with the place and the page of an organisation."""
    contact = around.pop("ContactInfo", None) or around.pop("OrganizationContact", None) or {}
    channels = mappings(contact.get("Communication") or []) if isinstance(contact, dict) else []
    address = (contact.get("Address") or {}).get("Contact") if isinstance(contact, dict) else {}
    address = address or next((each["Address"] for each in channels if "Address" in each), {})
    city = str(
        source.pop("City", "") or address.get("Municipality") or address.get("CityName") or ""
    )
    country = (
        address.get("Country") or source.pop("Country", "") or address.get("CountryCode") or ""
    )
    name = country.get("Label") if isinstance(country, dict) else country_name(str(country))
    web = next((each.get("URI") for each in channels if each.get("ChannelCode") == "Web"), "")
    website = contact.get("Website") if isinstance(contact, dict) else None
    site = website.get("Contact", "") if isinstance(website, dict) else ""
    source["location"] = ", ".join(filter(None, (city, str(name or ""))))
    ledger.counts["mapped"] += bool(city and name and not contact)
    source["url"] = source.pop("Link", "") or web or site
    ledger.taken(contact)
    return source


def _passport(info: Data, ledger: Ledger) -> Data:
    identity = info.get("Identification") or {}
    contact = identity.get("ContactInfo") or {}
    basics = _person_of_passport(identity, contact, info.pop("Headline", None) or {}, ledger)
    data: Data = {"basics": basics}
    for key, name in {"WorkExperienceList": "WorkExperience", "EducationList": "Education"}.items():
        section, table, inner = ("work", _WORK, "Employer") if name[0] == "W" else (
            "education", _EDUCATION, "Organisation")  # fmt: skip
        items = mappings((info.pop(key, None) or {}).get(name) or [])
        data[section] = [
            ledger.entry(_place(_dates(it, ledger), it.get(inner) or {}, ledger), table, section)
            for it in items
        ]
    skills = info.pop("Skills", None) or {}
    data["languages"] = _languages(skills.pop("Linguistic", None) or {}, ledger)
    data["skills"] = [_skill(name, each, ledger) for name, each in skills.items()]
    data["custom"] = [_achievement(each, ledger)
                      for each in mappings((info.pop("AchievementList",
                      None) or {}).get("Achievement") or [])]  # fmt: skip
    info.pop("Identification", None)
    return data | ledger.keep(info, "the file")


def _person_of_passport(identity: Data, contact: Data, headline: Data, ledger: Ledger) -> Data:
    name = identity.get("PersonName") or {}
    parts = [str(ledger.take(name, key) or "") for key in ("FirstName", "Surname")]
    address = (contact.pop("Address", None) or {}).get("Contact") or {}
    country = address.pop("Country", None) or {}
    ledger.leave(country.get("Label"), "names of countries, whose codes are there")
    phones = mappings((contact.pop("TelephoneList", None) or {}).get("Telephone") or [])
    sites = mappings((contact.pop("WebsiteList", None) or {}).get("Website") or [])
    birth = (identity.get("Demographics") or {}).get("Birthdate")
    ledger.leave((identity.get("Demographics") or {}).get("Gender"), "the gender, which is private")
    nations = mappings(
        ((identity.get("Demographics") or {}).get("NationalityList") or {}).get("Nationality") or []
    )
    chats = (contact.pop("InstantMessagingList", None) or {}).get("InstantMessaging") or []
    kind = ledger.taken((headline.get("Type") or {}).get("Code") or "")
    text = ledger.taken((headline.get("Description") or {}).get("Label"))
    urls = [str(ledger.take(each, "Contact") or "") for each in sites]
    for each in (*phones, *sites):
        ledger.leave(each.get("Use"), "what phones and pages are for")
    found: Data = {
        "name": " ".join(filter(None, parts)),
        "email": ledger.take(contact, "Email.Contact"),
        "phone": [ledger.take(each, "Contact") for each in phones],
        "birthDate": _date(ledger.taken(birth)) if birth else "",
        "nationality": ", ".join(str(ledger.taken(each.get("Label")) or "") for each in nations),
        "url": urls[0] if urls else "",
        "profiles": [*map(account, urls[1:]), *(_chat(each, ledger) for each in mappings(chats))],
        "location": {
            **{key: ledger.take(address, path) for key, path in _HOME.items()},
            **country_code(_code(str(ledger.take(country, "Code") or ""))),
        },
        "summary" if kind == "personal_statement" else "label": text,
    }  # fmt: skip
    rest = {"PersonName": name, **contact}
    return found | ledger.keep(rest, "basics")


def _chat(source: Data, ledger: Ledger) -> Data:
    ledger.leave((source.get("Use") or {}).pop("Code", ""), "codes of networks")
    return ledger.entry(source, {"network": "Use.Label", "username": "Contact"}, "profiles")


def _code(code: str) -> str:
    """The code of a country as ISO has it, where Europass has its own."""
    return {"UK": "GB", "EL": "GR"}.get(code.upper(), code.upper())


def _languages(source: Data, ledger: Ledger) -> list[Data]:
    found: list[Data] = []
    for each in mappings((source.pop("MotherTongueList", None) or {}).get("MotherTongue") or []):
        found.append({"language": _label(each, ledger), "fluency": "Native"})
    for each in mappings(
        (source.pop("ForeignLanguageList", None) or {}).get("ForeignLanguage") or []
    ):
        name, levels = _label(each, ledger), each.pop("ProficiencyLevel", None) or {}
        each |= levels
        found.append({"language": name, "fluency": _span(levels), **ledger.keep(each, "languages")})
    return found


def _label(source: Data, ledger: Ledger) -> str:
    description = source.pop("Description", None) or {}
    ledger.leave(description.get("Code"), "codes of languages, whose names are there")
    return str(ledger.taken(description.get("Label") or "") or "")


def _span(levels: Mapping[str, Any]) -> str:
    """The lowest and the highest of several levels."""
    known = sorted({str(each) for each in levels.values() if each in _LEVELS})
    return f"{known[0]}–{known[-1]}" if len(known) > 1 else known[0] if known else ""


def _skill(name: str, source: Any, ledger: Ledger) -> Data:
    """A kind of skills, with what is said of it."""
    source = source if isinstance(source, dict) else {"Description": source}
    text = source.get("Description")
    if isinstance(text, dict):
        ledger.counts["mapped"] += leaves(source.pop("Description")) - 1
        text = ", ".join(texts(text))
    else:
        source.pop("Description", None)
    ledger.counts["mapped"] += 1
    words = {"JobRelated": "Job-related", "Organisational": "Organisational"}.get(name, name)
    return {"name": words, "keywords": html_items(str(text or "")), **ledger.keep(source, "skills")}


def _achievement(source: Data, ledger: Ledger) -> Data:
    """A block of text under a heading of its own, whose lines stand as they are."""
    label = str(ledger.take(source, "Title.Label") or "")
    ledger.leave((source.pop("Title", None) or {}).get("Code"), "codes of headings")
    text = str(ledger.take(source, "Description") or "")
    return {"heading": label, "notes": html_items(text)}


def _candidate(person: Data, profile: Data, ledger: Ledger) -> Data:
    code = str(ledger.take(person, "PrimaryLanguageCode") or "")
    data: Data = {"basics": _person(person, profile, ledger), "languages": []}
    if code:
        data["languages"].append({"language": _CODES.get(code, code), "fluency": "Native"})
    history = (profile.pop("EmploymentHistory", None) or {}).get("EmployerHistory") or []
    data["work"] = [_employer(each, ledger) for each in mappings(history)]
    schools = (profile.pop("EducationHistory", None) or {}).get(
        "EducationOrganizationAttendance"
    ) or []
    data["education"] = [
        ledger.entry(_place(_dates(each, ledger), each, ledger), _EDUCATION, "education")
        for each in mappings(schools)
    ]
    for name, (section, table) in _MORE.items():
        inside = profile.pop(name, None) or {}
        items = [it for each in inside.values() for it in mappings(each)]
        data.setdefault(section, []).extend(
            ledger.entry(_dates(each, ledger), table, section) for each in items
        )
    tongues = mappings(
        (profile.pop("PersonQualifications", None) or {}).get("PersonCompetency") or []
    )
    data["languages"] += [_tongue(each, ledger) for each in tongues]
    data["skills"] = _skills(profile.pop("Skills", None) or {}, ledger)
    data["custom"] = []
    for each in mappings(profile.pop("Others", None) or []):
        _other(data, each, ledger)
    ledger.leave([profile.pop(key, "") for key in ("ID", "Attachment")], "ids and attachments")
    return data | ledger.keep(profile, "the file")


def _person(person: Data, profile: Data, ledger: Ledger) -> Data:
    parts = [
        str(ledger.take(person, f"PersonName.{key}") or "") for key in ("GivenName", "FamilyName")
    ]
    name = " ".join(filter(None, parts))
    found: Data = {"name": name, "phone": [], "profiles": [], "location": {}}
    for each in mappings(person.pop("Communication", None) or []):
        _channel(found, each, ledger)
    nations = person.pop("NationalityCode", None) or []
    codes = nations if isinstance(nations, list) else [nations]
    found["nationality"] = ", ".join(country_name(_code(str(ledger.taken(each)))) for each in codes)
    found["birthDate"] = ledger.take(person, "BirthDate")
    found["summary"] = ledger.take(profile, "ExecutiveSummary")
    ledger.leave(person.pop("GenderCode", ""), "the gender, which is private")
    return found | ledger.keep(person, "basics")


def _channel(found: Data, source: Data, ledger: Ledger) -> None:
    """A way to reach the person."""
    kind, uri = source.get("ChannelCode"), source.get("URI")
    ledger.taken(source)
    if isinstance(address := source.get("Address"), dict):
        found["location"] |= {
            "address": address.get("AddressLine"), "city": address.get("CityName"),
            "postalCode": address.get("PostalCode"),
            **country_code(_code(str(address.get("CountryCode") or ""))),
        }  # fmt: skip
    elif kind == "Telephone":
        dialing = f"+{source['CountryDialing']} " if source.get("CountryDialing") else ""
        found["phone"].append(f"{dialing}{source.get('DialNumber', '')}")
    elif kind == "Email":
        found.setdefault("email", uri)
    elif kind == "Web" and "url" not in found:
        found["url"] = uri
    elif uri and "://" not in str(uri):
        name = str(source.get("OtherTitle") or source.get("UseCode") or kind)
        found["profiles"].append({"network": name.capitalize(), "username": str(uri)})
    elif uri:
        found["profiles"].append(
            account(str(uri), str(source.get("OtherTitle") or source.get("UseCode") or ""))
        )


def _employer(source: Data, ledger: Ledger) -> Data:
    """An employer, with one position or several."""
    positions = mappings(source.pop("PositionHistory", None) or [])
    if len(positions) == 1:
        source |= positions[0]
        return ledger.entry(_place(_dates(source, ledger), source, ledger), _WORK, "work")
    made = [
        ledger.entry(_place(_dates(it, ledger), {}, ledger), _WORK, "positions") for it in positions
    ]
    return ledger.entry(_place(source, source, ledger), _WORK, "work", positions=made)


def _tongue(source: Data, ledger: Ledger) -> Data:
    code = str(ledger.take(source, "CompetencyID") or "")
    ledger.leave(source.pop("TaxonomyID", ""), "codes of languages, whose names are there")
    dimensions = mappings(source.pop("CompetencyDimension", None) or [])
    levels = {
        str(each.get("CompetencyDimensionTypeCode")): (each.get("Score") or {}).get("ScoreText", "")
        for each in dimensions
    }
    ledger.leave([key for key in levels if not levels[key]], "levels that are not said")
    ledger.counts["mapped"] += sum(1 for each in levels.values() if each)  # as keys
    rest = ledger.keep({"levels": levels}, "languages")
    return {"language": _CODES.get(code, code), "fluency": _span(levels), **rest}


def _skills(source: Data, ledger: Ledger) -> list[Data]:
    groups = [("", source), *((str(ledger.take(each, "Title") or ""), each)
                              for each in mappings(source.get("SkillsGroup") or []))]  # fmt: skip
    found = []
    for title, group in groups:
        items = mappings(group.get("PersonCompetency") or [])
        names = [str(ledger.take(each, "CompetencyName") or "") for each in items]
        ledger.leave([each.get("TaxonomyID") for each in items], "codes of skills")
        found += [{"name": title, "keywords": names}] if names else []
    return found


def _other(data: Data, source: Data, ledger: Ledger) -> None:
    """A section of one's own; those of one heading are one."""
    heading = str(ledger.take(source, "Title") or "")
    kind = section_of(heading)
    items = [_dates(each, ledger) for each in mappings(source.pop("Other", None) or [])]
    if kind in _OTHER:
        data.setdefault(kind, []).extend(ledger.entry(each, _OTHER[kind], kind) for each in items)
        return
    made = [ledger.entry(each, _OTHER["projects"], "projects") for each in items]
    same = next((each for each in data["custom"] if each["heading"] == heading), None)
    if same:
        same["projects"] += made
    elif made:
        data["custom"].append({"heading": heading, "projects": made})
