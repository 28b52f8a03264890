#!@sh@
# As udhcpc's own script (called with what happened), and as the step that starts it: disks named, an address on every
# interface, a host key unless one was copied here at installation.
export PATH=@sw@/bin
case ${1:-start} in
  bound | renew)
    ip addr flush dev "$interface" scope global; ip addr add "$ip/${mask:-24}" dev "$interface"
    [ -z "${router:-}" ] || ip route add default via "${router%% *}" 2>/dev/null
    exit 0 ;;
  start) ;;
  *) exit 0 ;;
esac

# udev's names for disks and their parts: what guards and disko configurations speak of.
mkdir -p /dev/disk/by-id
for disk in /sys/block/vd*; do
  [ -s "$disk/serial" ] || continue
  ln -sfn "/dev/${disk##*/}" "/dev/disk/by-id/virtio-$(cat "$disk/serial")"
done
for disk in /sys/block/nvme*; do
  [ -s "$disk/device/serial" ] || continue
  name=$(cat "$disk/device/model" "$disk/device/serial" | sed 's/ *$//; s/ /_/g' | paste -s -d _ -)
  ln -sfn "/dev/${disk##*/}" "/dev/disk/by-id/nvme-$name"
done
grep -q ' /sys/firmware/efi/efivars ' /proc/mounts || [ ! -d /sys/firmware/efi ] || mount -t efivarfs efivarfs /sys/firmware/efi/efivars

ip link set lo up
for interface in /sys/class/net/e*; do
  interface=${interface##*/}; ip link set "$interface" up
  udhcpc -i "$interface" -s "$0" -b -S -t 20 -T 1 -A 1 -x "hostname:$(hostname)" >/dev/null 2>&1 &
done
[ -e /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -C "root@$(hostname)" -f /etc/ssh/ssh_host_ed25519_key
chmod 600 /etc/ssh/ssh_host_ed25519_key
