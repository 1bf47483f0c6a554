; The installer for Windows, by Inno Setup 6. NOT RUN ON WINDOWS YET.
; Silent: lamina-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART /LOG=lamina.log
#ifndef Version
  #error Say which: iscc /DVersion=0.1.0 lamina.iss
#endif

[Setup]
AppId={{6F0B1A52-6A55-4D6E-9D3C-6F1B6D1F4A11}
AppName=Lamina
AppVersion={#Version}
AppPublisher=The Lamina maintainers
DefaultDirName={autopf}\Lamina
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=admin
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.19041
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=lamina-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
; a kiosk that runs is ended first: what it loads would be half old, half new
CloseApplications=force
RestartApplications=no
UninstallDisplayIcon={app}\lamina.exe
SetupLogging=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"

[InstallDelete]
; libraries of the version before must not be found by this one
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\lamina-{#Version}-windows-x86_64\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "*.ps1"; DestDir: "{app}\windows"; Excludes: "make.ps1"; Flags: ignoreversion
Source: "*.xml"; DestDir: "{app}\windows"; Flags: ignoreversion
Source: "README.md"; DestDir: "{app}\windows"; Flags: ignoreversion
Source: "settings.toml"; DestDir: "{commonappdata}\Lamina"; Flags: onlyifdoesntexist uninsneveruninstall

[Dirs]
; the kiosk's user writes its state here and nowhere else; kiosk.ps1 gives it the right
Name: "{commonappdata}\Lamina\state"; Flags: uninsneveruninstall
