# Policies: no edge swipe, no error windows, no hot keys of accessibility, no notifications, no autoplay, no sleep.
# NOT RUN ON WINDOWS YET. -Hive names the registry of the kiosk's user, loaded by kiosk.ps1.
param([Parameter(Mandatory)] [string] $Hive, [switch] $Undo)
$ErrorActionPreference = 'Stop'

$machine = @(
    @('SOFTWARE\Policies\Microsoft\Windows\EdgeUI', 'AllowEdgeSwipe', 0),
    @('SOFTWARE\Microsoft\Windows\Windows Error Reporting', 'DontShowUI', 1),
    @('SOFTWARE\Microsoft\Windows\Windows Error Reporting', 'Disabled', 1),
    @('SOFTWARE\Policies\Microsoft\Windows\Explorer', 'NoAutoplayfornonVolume', 1),
    @('SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer', 'NoDriveTypeAutoRun', 255),
    @('SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU', 'NoAutoRebootWithLoggedOnUsers', 1),
    @('SOFTWARE\Policies\Microsoft\Windows\System', 'DisableLockScreenAppNotifications', 1),
    @('SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System', 'HideFastUserSwitching', 1),
    @('SOFTWARE\Policies\Microsoft\Windows\Windows Search', 'AllowCortana', 0),
    @('SOFTWARE\Policies\Microsoft\Windows\GameDVR', 'AllowGameDVR', 0)
)
$person = @(
    @('Software\Microsoft\Windows\CurrentVersion\Policies\System', 'DisableTaskMgr', 1),
    @('Software\Microsoft\Windows\CurrentVersion\Policies\System', 'DisableLockWorkstation', 1),
    @('Software\Microsoft\Windows\CurrentVersion\Policies\System', 'DisableChangePassword', 1),
    @('Software\Microsoft\Windows\CurrentVersion\Policies\Explorer', 'NoLogoff', 1),
    @('Software\Policies\Microsoft\Windows\Explorer', 'DisableNotificationCenter', 1),
    @('Software\Microsoft\Windows\CurrentVersion\PushNotifications', 'ToastEnabled', 0),
    @('Software\Microsoft\TabletTip\1.7', 'EnableDesktopModeAutoInvoke', 0),
    @('Software\Microsoft\TabletTip\1.7', 'TouchKeyboardTapInvoke', 0)
)
# Flags without the bit that lets a hot key turn the feature on.
$hotKeys = @(
    @('Control Panel\Accessibility\StickyKeys', 'Flags', '506', '510'),
    @('Control Panel\Accessibility\Keyboard Response', 'Flags', '122', '126'),
    @('Control Panel\Accessibility\ToggleKeys', 'Flags', '58', '62'),
    @('Control Panel\Accessibility\MouseKeys', 'Flags', '58', '62'),
    @('Control Panel\Accessibility\HighContrast', 'Flags', '122', '126')
)

function Set-One([string] $path, [string] $name, $value, [string] $type) {
    if ($Undo -and $type -eq 'DWord') {
        Remove-ItemProperty -Path $path -Name $name -ErrorAction SilentlyContinue
        return
    }
    if (-not (Test-Path $path)) { New-Item -Path $path -Force | Out-Null }
    New-ItemProperty -Path $path -Name $name -Value $value -PropertyType $type -Force | Out-Null
}

foreach ($one in $machine) { Set-One "HKLM:\$($one[0])" $one[1] $one[2] 'DWord' }
foreach ($one in $person) { Set-One "Registry::$Hive\$($one[0])" $one[1] $one[2] 'DWord' }
foreach ($one in $hotKeys) {
    $value = if ($Undo) { $one[3] } else { $one[2] }
    Set-One "Registry::$Hive\$($one[0])" $one[1] $value 'String'
}

if (-not $Undo) {
    powercfg /change monitor-timeout-ac 0
    powercfg /change standby-timeout-ac 0
    # the power button does nothing: staff pull no plug by accident, patients switch nothing off
    powercfg /setacvalueindex SCHEME_CURRENT SUB_BUTTONS PBUTTONACTION 0
    powercfg /setactive SCHEME_CURRENT
}
