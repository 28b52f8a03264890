#!/bin/sh
# A stand-in for nixos-install, named as it is because nixos-anywhere calls it so. It does what the real one does with
# --system: the profile, /etc/NIXOS, and the system's own boot loader installer inside the new root.
set -eu
root=/mnt system=''
while [ $# -gt 0 ]; do
  case $1 in
    --system) system=$2; shift ;;
    --root) root=$2; shift ;;
    --no-root-passwd | --no-channel-copy | --no-bootloader) ;;
    *) echo "nixos-install (stand-in): does not know $1" >&2; exit 2 ;;
  esac
  shift
done
[ -e "$root$system/bin/switch-to-configuration" ] || { echo "nixos-install (stand-in): $system is not in $root" >&2; exit 1; }
nix-store --store "$root" --verify-path "$system"
mkdir -p "$root/etc" "$root/tmp" "$root/proc" "$root/sys" "$root/dev" "$root/run"; chmod 1777 "$root/tmp"
nix-env --store "$root" -p "$root/nix/var/nix/profiles/system" --set "$system"
touch "$root/etc/NIXOS"
for dir in proc sys dev; do mount --rbind "/$dir" "$root/$dir" 2>/dev/null || mount --bind "/$dir" "$root/$dir"; done
NIXOS_INSTALL_BOOTLOADER=1 chroot "$root" "$system/bin/switch-to-configuration" boot
for dir in dev sys proc; do umount -l "$root/$dir"; done
sync
echo "installation finished!"
