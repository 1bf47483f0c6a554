# Makes the folder and the installer on Windows. NOT RUN ON WINDOWS YET.
# Needs Python 3.11 (py), Inno Setup 6 (iscc on the path), and a built edition in .\edition.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')
if (-not (Test-Path 'build\package-venv\Scripts\python.exe')) { py -3.11 -m venv build\package-venv }
$python = 'build\package-venv\Scripts\python.exe'
& $python -m pip install -q --require-hashes --only-binary :all: `
    -r requirements\run.txt -r requirements\update.txt -r requirements\package.txt
if ($LASTEXITCODE) { exit 2 }
& $python -m build_spec.packaging.make --folder-only
if ($LASTEXITCODE) { exit 2 }
$version = & $python -c 'import kiosk; print(kiosk.__version__)'
iscc /Qp "/DVersion=$version" build_spec\windows\lamina.iss
exit $LASTEXITCODE
