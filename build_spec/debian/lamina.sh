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
    exec setpriv --reuid="$user" --regid="$user" --init-groups --reset-env -- "$0" "$@"
fi
if [ "$(id -un)" != "$user" ]; then
    echo "lamina: run this as root or as $user: sudo lamina $*" >&2
    exit 2
fi
: "${STATE_DIRECTORY:=/var/lib/$user}"
: "${LAMINA_CONTENT_DIRECTORY:=/var/lib/lamina-updater}"
export STATE_DIRECTORY LAMINA_CONTENT_DIRECTORY
exec /opt/lamina/lamina "$@"
