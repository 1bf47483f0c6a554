#!/bin/sh
# lamina: runs each command as the user of the kiosk that it belongs to, on the kiosk's own folders.
set -e

case "$1" in
    updater | enrol) user=lamina-updater ;;
    edition)
        case "$2" in
            install | rollback) user=lamina-updater ;;
            *) user=lamina ;;
        esac
        ;;
    *) user=lamina ;;
esac

if [ "$(id -u)" = 0 ]; then
    # Root's terminal is not lent: whoever has it could type into it (TIOCSTI), and read what root types next. The
    # command gets a terminal of its own, which ends with it. What is a pipe or a file is handed through as it is.
    streams=
    if [ ! -t 0 ]; then
        exec 3<&0 < /dev/null
        streams="$streams <&3 3<&-"
    fi
    if [ ! -t 1 ]; then
        exec 4>&1
        streams="$streams >&4 4>&-"
        if [ -t 2 ]; then exec >&2; elif [ -t 0 ]; then exec > /dev/tty; else exec > /dev/null; fi
    fi
    if [ ! -t 2 ]; then
        exec 5>&2
        streams="$streams 2>&5 5>&-"
    fi
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG="${LANG:-C.UTF-8}" TERM="${TERM:-dumb}" \
        runuser --pty --user "$user" -- sh -c "exec \"\$0\" \"\$@\" $streams" "$0" "$@"
fi
if [ "$(id -un)" != "$user" ]; then
    echo "lamina: run this as root or as $user: sudo lamina $*" >&2
    exit 2
fi
# What the services say of themselves, too: no settings file parts a command from the kiosk.
: "${STATE_DIRECTORY:=/var/lib/$user}"
: "${LAMINA_SETTINGS:=/etc/lamina/settings.toml}"
: "${LAMINA_CONTENT_DIRECTORY:=/var/lib/lamina-updater}"
: "${LAMINA_UPDATER:=running}"
: "${LAMINA_SOCKET:=/run/lamina-updater/updater.socket}"
: "${LAMINA_SOCKET_GROUP:=lamina-updater}"
: "${XDG_CACHE_HOME:=/var/cache}"
export STATE_DIRECTORY LAMINA_SETTINGS LAMINA_CONTENT_DIRECTORY LAMINA_UPDATER LAMINA_SOCKET LAMINA_SOCKET_GROUP
export XDG_CACHE_HOME
exec /opt/lamina/lamina "$@"
