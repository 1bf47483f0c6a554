# Two commands do everything: `make run` and `make test`. The rest is for those who change the code.
PYTHON ?= python3
VENV := .venv/bin/python
ARGS ?=
OFFSCREEN := QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software

.PHONY: run test test-long test-model bench check format lock package package-venv package-edition demo-kiosk boot-kiosk pictures pictures-venv clean

run:            ## set up, then open the kiosk on the edition that ships (ARGS="--window --lang es")
	@$(PYTHON) build_spec/set_up.py run
	@$(VENV) main.py $(ARGS)

test:           ## set up, then run the tests (ARGS="tests/visit -k idle")
	@$(PYTHON) build_spec/set_up.py test
	@$(VENV) -m pytest -n 2 -m "not long and not bench" $(ARGS)

test-long:      ## the tests that take minutes
	@$(PYTHON) build_spec/set_up.py test
	@$(VENV) -m pytest -m long $(ARGS)

bench:          ## the measurements; on a machine that does nothing else
	@$(PYTHON) build_spec/set_up.py test
	@$(VENV) -m pytest -q -m bench
	@$(OFFSCREEN) $(VENV) main.py bench $(ARGS)

check:          ## ruff, mypy, import-linter, qmllint, qmlformat
	@$(PYTHON) build_spec/set_up.py test
	@$(VENV) build_spec/check_code.py $(ARGS)

format:         ## lay out Python and QML the one way
	@$(VENV) -m ruff check --quiet --fix-only .
	@$(VENV) -m ruff format .
	@$(VENV) build_spec/check_code.py --format-qml

pictures-venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "This needs Python 3.11 (Blender has no other); name it: PYTHON=python3.11")'
	@test -x build/pictures-venv/bin/python || $(PYTHON) -m venv build/pictures-venv
	@build/pictures-venv/bin/python -m pip install -q --require-hashes -r requirements/pictures.txt

# Pictures are worked on in arrays of tens of megabytes. glibc gives each back to the system and asks for it anew,
# which took half of the time; with these it keeps them.
KEEP_MEMORY := MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456

pictures: pictures-venv  ## make the spine's pictures that changed (two to three hours for all; needs Python 3.11; ARGS="--draft DIR NAME")
	@cd assets/anatomy && $(KEEP_MEMORY) nice ../../build/pictures-venv/bin/python make.py $(ARGS)

test-model: pictures-venv  ## measure the spine's meshes and make one picture again (minutes; needs Python 3.11)
	@$(KEEP_MEMORY) build/pictures-venv/bin/python -m pytest -c tests/model/pytest.ini tests/model $(ARGS)

package-venv:
	@$(PYTHON) -m build_spec.packaging.environment $(if $(PACKAGE_PYTHON),--python $(PACKAGE_PYTHON))

# The edition that ships is built anew, dated as the commit: the same commit gives the same bytes on any day.
package-edition:
	@$(PYTHON) build_spec/set_up.py run
	@rm -rf build/package-edition
	@SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} \
		$(VENV) main.py content build --out build/package-edition

package: package-venv $(if $(findstring --edition,$(ARGS)),,package-edition)  ## the installers of a kiosk, into dist/ (minutes; with Debian's Python 3.11; ARGS="--folder-only")
	@build/package-venv/bin/python -m build_spec.packaging.make $(ARGS)

demo-kiosk:     ## a picture of the packaged kiosk in cage, into dist/kiosk.png (after `make package`)
	@$(VENV) build_spec/demo_kiosk.py $(ARGS)

boot-kiosk:     ## the .deb in a Debian that boots, and a picture of its screen into dist/booted.png (minutes; root)
	@$(VENV) -m build_spec.booted.show $(ARGS)

lock:           ## write requirements/*.txt anew from pyproject.toml
	@$(PYTHON) build_spec/lock.py

clean:          ## what was made here: .venv, build, the built edition
	rm -rf .venv build edition dist
