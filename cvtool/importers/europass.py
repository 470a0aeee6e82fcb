"""Europass XML of both generations: ``SkillsPassport`` (to 2020) and ``Candidate`` (since)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..words.data import countries, nearest, section_of, tongue
from .bundle import Bundle, xml
from .prose import html_items
from .taking import (
    Data,
    Imported,
    Ledger,
    Table,
    account,
    country_code,
    leaves,
    mappings,
    texts,
)

_SPAN = {"startDate": "start", "endDate": "end", "location": "location", "url": "url"}
_WORK: Table = {"name": "Employer.Name|OrganizationName",
"position": "Position.Label|PositionTitle",
                "summary": "Activities|Description", "focus": "Department", **_SPAN}  # fmt: skip
_EDUCATION: Table = {
    "institution": "Organisation.Name|OrganizationName",
    "studyType": "Title|EducationDegree.DegreeName", "area": "Field.Label|ProgramName",
    "score": "EducationDegree.FinalGrade.ScoreText", "thesis": "EducationDegree.Thesis",
    "summary": "Activities|EducationDegree.OccupationalSkillsCovered", **_SPAN,
}  # fmt: skip
_SAID: Table = {"summary": "Description", "url": "Link"}
_PROJECT: Table = {"name": "Title", **_SPAN, **_SAID}
_VOLUNTEER: Table = {"organization": "Title", **_SPAN, **_SAID}
_CERTIFICATE = {"name": "Title|CertificationName", "issuer": "IssuingAuthority", "url": "Link",
                "date": "start", "summary": "Description|CertificationDescription"}  # fmt: skip
_MORE: Mapping[str, tuple[str, Table]] = {
    "PublicationHistory": ("publications", {
        "name": "Title", "authors": "Authors", "publisher": "Journal|Publisher|Reference",
        "releaseDate": "Year", "doi": "DOI.Link|DOI", "url": "Link",
        "summary": "FormattedPublicationDescription"}),
    "ConferencesAndSeminars": ("talks", {"name": "Title", "date": "start", "location": "Location",
                                         **_SAID}),
    "Projects": ("projects", _PROJECT), "CreativeWorks": ("projects", _PROJECT),
    "VoluntaryWorks": ("volunteer", _VOLUNTEER),
    "SocialAndPoliticalActivities": ("volunteer", _VOLUNTEER),
    "NetworksAndMemberships": ("service", _VOLUNTEER),
    "Certifications": ("certificates", _CERTIFICATE),
    "CourseCertifications": ("certificates", _CERTIFICATE),
    "HobbiesAndInterests": ("interests", {"name": "Title", "keywords": "Description"}),
}  # fmt: skip
_OTHER: Mapping[str, Table] = {
    "awards": {"title": "Title", "date": "start", **_SAID}, "projects": _PROJECT,
}  # fmt: skip
_SKILLS = {"CommunicationAndInterpersonalSkills": "Communication", "OrganisationalSkills":
           "Organisation", "ManagementAndLeadershipSkills": "Leadership", "DigitalSkills":
           "Digital skills", "Licenses": "Driving licence"}  # fmt: skip
_PERIODS = ("Period", "EmploymentPeriod", "AttendancePeriod", "Date", "CertificationDate")
_HOME = {"address": "AddressLine", "postalCode": "PostalCode", "city": "Municipality"}
_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


def read(bundle: Bundle, ledger: Ledger) -> Imported:
    """The CV; letters, attachments and how it is printed stay away."""
    root = xml(bundle.files[bundle.alone], bundle.name)
    said = root.at("CandidateProfile").attributes.get("languageCode")
    tag = root.attributes.get("locale") or said or "en"
    language = nearest(tag) or "en"
    source = _first(_named(root.plain(), language))
    for key in [*source]:
        if key not in ("LearnerInfo", "CandidatePerson", "CandidateProfile"):
            ledger.leave(source.pop(key), "what Europass needs for itself, letters, attachments")
    locale = {"locale": language} if language != "en" else {}
    if root.name == "SkillsPassport":
        return Imported(locale | _passport(_first(source.get("LearnerInfo")), ledger))
    person, profile = (_first(source.get(f"Candidate{it}")) for it in ("Person", "Profile"))
    return Imported(locale | _candidate(person, profile, ledger))


def _first(value: Any) -> Data:
    """The first of those that there may be several of."""
    return next(iter(mappings(value)), {})


def _inside(source: Data, key: str, name: str) -> list[Data]:
    """The entries that stand in an element, which goes."""
    return mappings(_first(source.pop(key, None)).get(name) or [])


def _named(value: Any, language: str, key: str = "") -> Any:
    """The value with the names of languages, and of countries but where somebody lives, in place
    of their codes."""
    if isinstance(value, list):
        return [_named(each, language, key) for each in value]
    if isinstance(value, dict):
        around = key if key in ("CandidatePerson", "LearnerInfo") else ""
        return {name: each if around and name == "Communication" else _named(each, language, name)
                for name, each in value.items()}  # fmt: skip
    if key in ("Country", "CountryCode", "NationalityCode"):
        return countries(language).get(_code(value), value)
    is_tongue = key in ("PrimaryLanguageCode", "CompetencyID")
    return tongue(value.rpartition("/")[2], language) if is_tongue else value


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
    starts = ("From", "StartDate", "FormattedDateTime")
    for key, names in {"start": starts, "end": ("To", "EndDate")}.items():
        for name in names:
            if leaves(value := period.pop(name, None)):
                ledger.counts["mapped"] += leaves(value) - 1
                source[key] = _date(value)
    if period.get("CurrentIndicator") == "true" or period.get("Ongoing") == "true":
        ledger.leave(source.pop("end", ""), "ends of what still runs")
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
    return next(texts(value), "")


def _place(source: Data, around: Data, ledger: Ledger) -> Data:
    """The entry with the place and the page of an organisation."""
    contact = _first(around.pop("ContactInfo", None) or around.pop("OrganizationContact", None))
    channels = mappings(contact.get("Communication") or [])
    homes = [_first(_first(contact.get("Address")).get("Contact"))]
    address = next(filter(None, (*homes, *(_first(each.get("Address")) for each in channels))), {})
    own = [source.pop(key, "") for key in ("City", "Country")]
    city = str(own[0] or address.get("Municipality") or address.get("CityName") or "")
    country = address.get("Country") or own[1] or address.get("CountryCode") or ""
    name = country.get("Label") if isinstance(country, dict) else country
    web = next((each.get("URI") for each in channels if each.get("ChannelCode") == "Web"), "")
    source["location"] = ", ".join(filter(None, (city, str(name or ""))))
    ledger.counts["mapped"] += bool(city and name and not contact)
    site = _first(contact.get("Website")).get("Contact", "")
    source["url"] = source.pop("Link", "") or web or site
    ledger.taken(contact)
    return source


def _passport(info: Data, ledger: Ledger) -> Data:
    identity = _first(info.get("Identification"))
    contact = _first(identity.get("ContactInfo"))
    basics = _person_of_passport(identity, contact, _first(info.pop("Headline", None)), ledger)
    data: Data = {"basics": basics}
    for section, name, inner, table in (
        ("work", "WorkExperience", "Employer", _WORK),
        ("education", "Education", "Organisation", _EDUCATION),
    ):
        data[section] = [
            ledger.entry(_place(_dates(it, ledger), _first(it.get(inner)), ledger), table, section)
            for it in _inside(info, f"{name}List", name)
        ]
    skills = _first(info.pop("Skills", None))
    data["languages"] = _languages(_first(skills.pop("Linguistic", None)), ledger)
    data["skills"] = [_skill(name, each, ledger) for name, each in skills.items()]
    achievements = _inside(info, "AchievementList", "Achievement")
    data["custom"] = [_achievement(each, ledger) for each in achievements]
    info.pop("Identification", None)
    return data | ledger.keep(info, "the file")


def _person_of_passport(identity: Data, contact: Data, headline: Data, ledger: Ledger) -> Data:
    name = _first(identity.get("PersonName"))
    parts = [str(ledger.take(name, key) or "") for key in ("FirstName", "Surname")]
    address = _first(_first(contact.pop("Address", None)).get("Contact"))
    country = _first(address.pop("Country", None))
    ledger.leave(country.get("Label"), "names of countries, whose codes are there")
    phones = _inside(contact, "TelephoneList", "Telephone")
    sites = _inside(contact, "WebsiteList", "Website")
    facts = _first(identity.get("Demographics"))
    birth = facts.get("Birthdate")
    ledger.leave(facts.get("Gender"), "the gender, which is private")
    nations = _inside(facts, "NationalityList", "Nationality")
    chats = _inside(contact, "InstantMessagingList", "InstantMessaging")
    kind = ledger.taken(_first(headline.get("Type")).get("Code") or "")
    text = ledger.taken(_first(headline.get("Description")).get("Label"))
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
        "profiles": [*map(account, urls[1:]), *(_chat(each, ledger) for each in chats)],
        "location": {
            **{key: ledger.take(address, path) for key, path in _HOME.items()},
            **country_code(_code(str(ledger.take(country, "Code") or ""))),
        },
        "summary" if kind == "personal_statement" else "label": text,
    }  # fmt: skip
    rest = {"PersonName": name, **contact}
    return found | ledger.keep(rest, "basics")


def _chat(source: Data, ledger: Ledger) -> Data:
    ledger.leave(_first(source.get("Use")).pop("Code", ""), "codes of networks")
    return ledger.entry(source, {"network": "Use.Label", "username": "Contact"}, "profiles")


def _code(code: str) -> str:
    """The code of a country as ISO has it, where Europass has its own."""
    return {"UK": "GB", "EL": "GR"}.get(code.upper(), code.upper())


def _languages(source: Data, ledger: Ledger) -> list[Data]:
    found: list[Data] = []
    for each in _inside(source, "MotherTongueList", "MotherTongue"):
        found.append({"language": _label(each, ledger), "fluency": "Native"})
    for each in _inside(source, "ForeignLanguageList", "ForeignLanguage"):
        name, levels = _label(each, ledger), _first(each.pop("ProficiencyLevel", None))
        each |= levels
        found.append({"language": name, "fluency": _span(levels), **ledger.keep(each, "languages")})
    return found


def _label(source: Data, ledger: Ledger) -> str:
    description = _first(source.pop("Description", None))
    ledger.leave(description.get("Code"), "codes of languages, whose names are there")
    return str(ledger.taken(description.get("Label") or "") or "")


def _span(levels: Mapping[str, Any]) -> str:
    """The lowest and the highest of several levels."""
    known = sorted({str(each) for each in levels.values() if each in _LEVELS})
    return f"{known[0]}–{known[-1]}" if len(known) > 1 else known[0] if known else ""


def _skill(name: str, source: Any, ledger: Ledger) -> Data:
    """A kind of skills, with what is said of it."""
    source = source if isinstance(source, dict) else {"Description": source}
    text = source.pop("Description", None)
    ledger.counts["mapped"] += max(leaves(text), 1)
    text = ", ".join(texts(text)) if isinstance(text, dict) else text
    words = {"JobRelated": "Job-related", "Organisational": "Organisational"}.get(name, name)
    return {"name": words, "keywords": html_items(str(text or "")), **ledger.keep(source, "skills")}


def _achievement(source: Data, ledger: Ledger) -> Data:
    """A block of text under a heading of its own, whose lines stand as they are."""
    label = str(ledger.take(source, "Title.Label") or "")
    ledger.leave(_first(source.pop("Title", None)).get("Code"), "codes of headings")
    text = str(ledger.take(source, "Description") or "")
    return {"heading": label, "notes": html_items(text)}


def _candidate(person: Data, profile: Data, ledger: Ledger) -> Data:
    first = texts(ledger.taken(person.pop("PrimaryLanguageCode", "")))
    data: Data = {"basics": _person(person, profile, ledger)}
    data["languages"] = [{"language": each, "fluency": "Native"} for each in first]
    jobs = _inside(profile, "EmploymentHistory", "EmployerHistory")
    data["work"] = [_employer(each, ledger) for each in jobs]
    data["education"] = [
        ledger.entry(_place(_dates(each, ledger), each, ledger), _EDUCATION, "education")
        for each in _inside(profile, "EducationHistory", "EducationOrganizationAttendance")
    ]
    for name, (section, table) in _MORE.items():
        inside = _first(profile.pop(name, None))
        items = [it for each in inside.values() for it in mappings(each)]
        data.setdefault(section, []).extend(
            ledger.entry(_dates(each, ledger), table, section) for each in items
        )
    spoken = _inside(profile, "PersonQualifications", "PersonCompetency")
    data["languages"] += [_tongue(each, ledger) for each in spoken]
    data["skills"] = _skills(_first(profile.pop("Skills", None)), ledger)
    for name, heading in _SKILLS.items():
        words = [*texts(ledger.taken(profile.pop(name, "")))]
        data["skills"] += [{"name": heading, "keywords": words}] if words else []
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
    found["nationality"] = ", ".join(texts(ledger.taken(person.pop("NationalityCode", ""))))
    preferences = _first(profile.get("CandidatePositionPreferences"))
    found["label"] = ledger.take(preferences, "PositionTitle|Description")
    ledger.leave(preferences.pop("JobCategory", ""), "codes of jobs")
    home = str(person.pop("ResidencyCountryCode", "") or "")
    ledger.leave(home, "where somebody lives, which the address says")
    found["location"] = {**country_code(_code(home)), **found["location"]}
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
    elif source.get("DialNumber"):
        dialing = f"+{source['CountryDialing']}" if source.get("CountryDialing") else ""
        number = (dialing, source.get("AreaDialing", ""), source["DialNumber"])
        found["phone"].append(" ".join(filter(None, map(str, number))))
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
    dated = [_place(_dates(each, ledger), {}, ledger) for each in positions]
    made = [ledger.entry(each, _WORK, "positions") for each in dated]
    return ledger.entry(_place(source, source, ledger), _WORK, "work", positions=made)


def _tongue(source: Data, ledger: Ledger) -> Data:
    code = str(ledger.take(source, "CompetencyID") or "")
    ledger.leave(source.pop("TaxonomyID", ""), "codes of languages, whose names are there")
    dimensions = mappings(source.pop("CompetencyDimension", None) or [])
    levels = {
        str(each.get("CompetencyDimensionTypeCode")): _first(each.get("Score")).get("ScoreText", "")
        for each in dimensions
    }
    ledger.leave([key for key in levels if not levels[key]], "levels that are not said")
    ledger.counts["mapped"] += sum(1 for each in levels.values() if each)  # as keys
    rest = ledger.keep({"levels": levels}, "languages")
    return {"language": code, "fluency": _span(levels), **rest}


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
