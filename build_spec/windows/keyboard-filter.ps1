# Keyboard Filter: keys that leave a program do nothing, for everybody but administrators. NOT RUN ON WINDOWS YET.
param([switch] $Undo)
$ErrorActionPreference = 'Stop'
$space = 'root\standardcimv2\embedded'

$keys = @(
    'Alt', 'Alt+F4', 'Alt+Space', 'Alt+Tab', 'Alt+Esc', 'Ctrl+Alt+Del', 'Ctrl+Esc', 'Ctrl+F4', 'Ctrl+Tab', 'Ctrl+Alt+Esc',
    'Shift+Ctrl+Esc', 'Windows', 'Win+U', 'Win+L', 'Win+K', 'Win+P', 'Win+R', 'Win+D', 'Win+E', 'Win+F', 'Win+M', 'Win+Break',
    'Win+Enter', 'Win+Tab', 'Win+Home', 'Win+Up', 'Win+Down', 'Win+Left', 'Win+Right', 'LShift+LAlt+NumLock',
    'LShift+LAlt+PrintScrn', 'Application', 'BrowserHome', 'BrowserSearch', 'BrowserFavorites', 'LaunchMail', 'LaunchMediaSelect',
    'LaunchApp1', 'LaunchApp2', 'PrintScreen'
)
foreach ($name in $keys) {
    $key = Get-CimInstance -Namespace $space -ClassName WEKF_PredefinedKey | Where-Object { $_.Id -eq $name }
    if ($key) {
        $key.Enabled = -not $Undo
        Set-CimInstance -InputObject $key
    } else {
        Write-Warning "this Windows knows no key $name"
    }
}

$settings = @{
    DisableKeyboardFilterForAdministrators = 'true'
    ForceOffAccessibility                  = $(if ($Undo) { 'false' } else { 'true' })
    # scan code 91 is the Windows key, five times of which break out; 0 is no key
    BreakoutKeyScanCode                    = $(if ($Undo) { '91' } else { '0' })
}
foreach ($name in $settings.Keys) {
    $setting = Get-CimInstance -Namespace $space -ClassName WEKF_Settings | Where-Object { $_.Name -eq $name }
    $setting.Value = $settings[$name]
    Set-CimInstance -InputObject $setting
}
