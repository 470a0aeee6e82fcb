# make render    sets up .venv where needed, then renders cv.yaml into output/
# make test      sets up .venv where needed, then checks style, types and behaviour
# make PYTHON=/path/to/python3.13 render    uses that Python (3.11 or newer)

.PHONY: render test docs fuzz foreign newest format lock cldr pictures dist clean

render:
	@scripts/setup render
	@.venv/bin/cvtool render --all

# What tells how quick a page is has the machine for itself.
ALONE = tests/test_lighthouse.py

test:
	@scripts/setup test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy --strict
	.venv/bin/python -m pytest $(ALONE)
	.venv/bin/python -m pytest --numprocesses auto --dist worksteal $(ALONE:%=--ignore %)

# The documentation, with its gallery, into build/docs; warnings are errors. What builds it has an environment of its own.
docs:
	@scripts/setup render
	.venv/bin/python scripts/docs pictures
	@$(MAKE) --no-print-directory .venv/docs/stamp
	.venv/docs/bin/python scripts/docs

.venv/docs/stamp: requirements-docs.lock
	.venv/bin/python -m venv --clear .venv/docs
	.venv/docs/bin/pip --quiet --disable-pip-version-check install --require-hashes --only-binary :all: -r $<
	touch $@

# Inputs that nobody has thought of: `make fuzz EXAMPLES=100000 KIND=bib` takes hours. What fails joins tests/fuzz/corpus.
EXAMPLES = 2000
fuzz:
	@scripts/setup test
	FUZZ_EXAMPLES=$(EXAMPLES) .venv/bin/python -m pytest tests/fuzz -s -k "whatever and $(or $(KIND),test)"

# What TeX (with moderncv and fontawesome5) and LibreOffice, which are to be installed, make of cv.tex and cv.docx.
foreign:
	@scripts/setup test
	.venv/bin/python -m pytest -o norecursedirs='.*' tests/foreign

# Whether cv.pdf and the rest come out with the newest release of everything that the requirements allow.
newest:
	@scripts/setup test
	.venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv/newest
	.venv/bin/uv pip install --quiet --no-config --system-certs --python .venv/newest --upgrade --editable . --group dev
	.venv/newest/bin/python -m pytest tests/test_pdf*.py tests/test_card.py tests/test_cases.py tests/test_formats.py

format:
	@scripts/setup test
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

# Keeps the pins that still fit; `make lock UPGRADE=--upgrade` takes the newest of everything.
COMPILE = .venv/bin/uv pip compile --quiet --no-config --system-certs --universal --python-version 3.11 --only-binary :all: \
	--generate-hashes --custom-compile-command 'make lock' $(UPGRADE)

lock:
	@scripts/setup test
	$(COMPILE) pyproject.toml --group build --output-file requirements.lock
	$(COMPILE) pyproject.toml --group build --group dev --constraints requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --group pyproject.toml:docs --output-file requirements-docs.lock
	cd tests/node && npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit
	sed -i.old 's/: "latest"/: "*"/' tests/node/package-lock.json # what is latest, no lock without addresses can say
	rm tests/node/package-lock.json.old

# What CLDR says of each language that has a file in cvtool/words, as data.
cldr:
	@scripts/setup test
	.venv/bin/python scripts/cldr

# The pictures of README.md and docs/themes.md, from the sample; Chromium takes that of the homepage.
pictures: render
	.venv/bin/cvtool themes --preview build/pictures
	cp build/pictures/*.png docs/themes/
	chromium --headless --no-sandbox --hide-scrollbars --window-size=1280,1700 --screenshot=docs/homepage.png \
		"file://$(CURDIR)/output/index.html"

dist:
	@scripts/setup test
	.venv/bin/python -m build --no-isolation

clean:
	rm -rf .venv build tests/node/node_modules dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
