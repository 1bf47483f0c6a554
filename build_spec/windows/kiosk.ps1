# Makes this Windows a kiosk: its user, the shell, the keys, the programs, the policies. NOT RUN ON WINDOWS YET.
# Run as an administrator in a session of SYSTEM's rights (psexec -s), which the settings of the shell need. -Undo takes it back.
param([string] $User = 'lamina', [switch] $Undo)
$ErrorActionPreference = 'Stop'
$here = $PSScriptRoot

if ([Security.Principal.WindowsIdentity]::GetCurrent().User.Value -ne 'S-1-5-18') {
    Write-Error 'run this as SYSTEM: psexec -s powershell -ExecutionPolicy Bypass -File kiosk.ps1'
    exit 2
}

if (-not $Undo) {
    foreach ($feature in 'Client-DeviceLockdown', 'Client-EmbeddedShellLauncher', 'Client-KeyboardFilter') {
        Enable-WindowsOptionalFeature -Online -FeatureName $feature -All -NoRestart | Out-Null
    }
    if (-not (Get-LocalUser -Name $User -ErrorAction SilentlyContinue)) {
        New-LocalUser -Name $User -NoPassword -AccountNeverExpires -UserMayNotChangePassword | Out-Null
        Add-LocalGroupMember -SID 'S-1-5-32-545' -Member $User
    }
    $state = Join-Path $env:ProgramData 'Lamina\state'
    New-Item -ItemType Directory -Path $state -Force | Out-Null
    icacls $state /inheritance:r /grant 'SYSTEM:(OI)(CI)F' 'Administrators:(OI)(CI)F' "${User}:(OI)(CI)M" | Out-Null
    icacls (Join-Path $env:ProgramData 'Lamina\settings.toml') /inheritance:r `
        /grant 'SYSTEM:F' 'Administrators:F' "${User}:R" | Out-Null
}

# The shell. An empty text takes it back.
$bridge = Get-CimInstance -Namespace 'root\cimv2\mdm\dmmap' -ClassName 'MDM_AssignedAccess'
$text = (Get-Content (Join-Path $here 'shell-launcher.xml') -Raw).Replace('@USER@', $User)
$bridge.ShellLauncher = if ($Undo) { $null } else { [Net.WebUtility]::HtmlEncode($text) }
Set-CimInstance -CimInstance $bridge

# The keys and the programs.
& (Join-Path $here 'keyboard-filter.ps1') -Undo:$Undo
if ($Undo) {
    $none = Join-Path $env:TEMP 'no-applocker.xml'
    '<AppLockerPolicy Version="1" />' | Set-Content $none
    Set-AppLockerPolicy -XmlPolicy $none
} else {
    Set-AppLockerPolicy -XmlPolicy (Join-Path $here 'applocker.xml')
    sc.exe config AppIDSvc start= auto | Out-Null
}

# The policies, in the registry of the kiosk's user: it has to have logged in once.
$file = "C:\Users\$User\NTUSER.DAT"
if (Test-Path $file) {
    reg load "HKU\lamina-kiosk" $file | Out-Null
    try {
        & (Join-Path $here 'policies.ps1') -Hive 'HKEY_USERS\lamina-kiosk' -Undo:$Undo
    } finally {
        [GC]::Collect()
        reg unload "HKU\lamina-kiosk" | Out-Null
    }
} else {
    Write-Warning "$User has never logged in: log in once, then run this again for its policies"
}
Write-Output 'done; restart this computer'
