#!/bin/sh
# The installer's own: the store it was booted with becomes known to Nix, and the agent phones home if it was told where.
nix-store --load-db < /nix-path-registration || echo "mini: the store could not be registered" >/dev/console
# @…@ is filled in when the image is built.
# shellcheck disable=SC2157
if [ -n "@agent@" ] && grep -q 'firstlight\.url=' /proc/cmdline; then
  FIRSTLIGHT_LOG=/var/log/messages sh "@agent@" 2>&1 | logger -s -t agent 2>/dev/console
fi
