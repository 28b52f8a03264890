#!@sh@
# boot: this system at the next start. switch: now too. test: now only.
set -eu
export PATH=@sw@/bin
append="init=@out@/init root=LABEL=nixos $(cat @out@/kernel-params)"

# Kernels are copied under their store names, and the copy renamed into place: a start in between finds the old or the new.
put() { [ -e "$2" ] || { cp "$1" "$2.new"; mv "$2.new" "$2"; }; }
kernel() { basename "$(dirname "$(readlink -f @out@/kernel)")"; }
ramdisk() { basename "$(dirname "$(readlink -f @out@/initrd)")"; }
kernels() {
  mkdir -p "$1"
  put "$(readlink -f @out@/kernel)" "$1/$(kernel)"; put "$(readlink -f @out@/initrd)" "$1/$(ramdisk)"
}

extlinux_loader() {
  kernels /boot/nixos; mkdir -p /boot/extlinux
  printf 'SERIAL 0 115200\nDEFAULT nixos\nLABEL nixos\n LINUX /boot/nixos/%s\n INITRD /boot/nixos/%s\n APPEND %s\n' \
    "$(kernel)" "$(ramdisk)" "$append" > /boot/extlinux/extlinux.conf.new
  mv /boot/extlinux/extlinux.conf.new /boot/extlinux/extlinux.conf
  [ "${NIXOS_INSTALL_BOOTLOADER:-}" ] || return 0
  extlinux --install /boot/extlinux
  disk=$(awk '$2 == "/" { print $1 }' /proc/mounts | tail -n 1)
  disk=${disk%[0-9]}
  case $disk in *[0-9]p) disk=${disk%p} ;; esac
  dd if=@base@/share/mbr.bin of="$disk" bs=440 count=1 conv=notrunc 2>/dev/null
}

systemd_boot() {
  kernels /boot/EFI/nixos; mkdir -p /boot/loader/entries /boot/EFI/BOOT
  printf 'title NixOS\nlinux /EFI/nixos/%s\ninitrd /EFI/nixos/%s\noptions %s\n' "$(kernel)" "$(ramdisk)" "$append" \
    > /boot/loader/entries/nixos.conf
  printf 'default nixos.conf\ntimeout 0\n' > /boot/loader/loader.conf
  [ -z "${NIXOS_INSTALL_BOOTLOADER:-}" ] || cp @base@/share/systemd-bootx64.efi /boot/EFI/BOOT/BOOTX64.EFI
}

case ${1:?boot, switch or test} in
  boot | switch) if [ -d /sys/firmware/efi ]; then systemd_boot; else extlinux_loader; fi; sync ;;
  test) ;;
  *) echo "switch-to-configuration: does not know $1" >&2; exit 2 ;;
esac
case $1 in switch | test) @out@/activate ;; esac
