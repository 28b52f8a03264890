#!/bin/sh
# First process of every boot: load what the devices need, find the root (`root=LABEL=…`, or stay in this ramdisk when
# none is named: booted from the network), hand over to `init=`.
/bin/busybox mkdir -p /proc /sys /dev /run /tmp /sysroot
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
while read -r module; do insmod "/lib/modules/$module.ko" 2>/dev/null; done < /lib/modules/order
for word in $(cat /proc/cmdline); do
  case $word in root=*) root=${word#root=} ;; init=*) init=${word#init=} ;; esac
done
[ "${init:-}" ] || { echo "stage 1: no init= on the kernel command line" >/dev/console; exec sh </dev/console >/dev/console 2>&1; }
[ "${root:-}" ] || exec "$init"

tries=0
until device=$(findfs "$root" 2>/dev/null) || [ $tries = 100 ]; do tries=$((tries + 1)); usleep 100000; done
mount -t ext4 "${device:-$root}" /sysroot || { echo "stage 1: cannot mount $root" >/dev/console; exec sh </dev/console >/dev/console 2>&1; }
for dir in proc sys dev run; do mkdir -p "/sysroot/$dir"; mount -o move "/$dir" "/sysroot/$dir" 2>/dev/null || mount --bind "/$dir" "/sysroot/$dir"; done
exec switch_root /sysroot "$init"
