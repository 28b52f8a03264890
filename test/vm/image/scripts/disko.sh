#!@sh@
# What disko would generate for one disk: BIOS gets an MBR and one ext4 (extlinux), UEFI a GPT with an ESP (systemd-boot)
# and an ext4. Which of them is asked of the firmware, so that one configuration serves the tests of both.
set -eu
export PATH=@sw@/bin
disk=$(readlink -f @disk@)
echo "disko: wiping $disk"
# nvme0n1p1, but vda1
case $disk in *[0-9]) part=${disk}p ;; *) part=$disk ;; esac
umount -R /mnt 2>/dev/null || umount /mnt/boot /mnt 2>/dev/null || true
wipefs -qa "$disk"
if [ -d /sys/firmware/efi ]; then
  printf 'label: gpt\nsize=96MiB, type=U\ntype=L\n' | sfdisk -q --wipe-partitions always "$disk"; root=${part}2
else
  printf 'label: dos\nstart=2048, type=83, bootable\n' | sfdisk -q --wipe-partitions always "$disk"; root=${part}1
fi
tries=0
until [ -b "$root" ]; do tries=$((tries + 1)); [ $tries -lt 50 ] || { echo "disko: $root never appeared" >&2; exit 5; }; usleep 100000; done
echo "disko: formatting $root"
# Without the two features that extlinux cannot read.
mke2fs -q -F -t ext4 -O '^64bit,^metadata_csum' -L nixos "$root"
mkdir -p /mnt; mount -t ext4 "$root" /mnt
if [ -d /sys/firmware/efi ]; then
  mkfs.fat -F 32 -n ESP "${part}1" >/dev/null; mkdir -p /mnt/boot; mount -t vfat "${part}1" /mnt/boot
fi
echo "disko: mounted at /mnt"
