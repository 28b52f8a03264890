#!@sh@
# Second stage: make this generation the running one, then let busybox's init run what /etc/inittab says.
export PATH=@sw@/bin
mkdir -p /proc /sys /dev /run /tmp /root /var/log /bin
grep -q ' /proc ' /proc/mounts 2>/dev/null || { mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev; }
mkdir -p /dev/pts /dev/shm; mount -t devpts devpts /dev/pts; mount -t tmpfs tmpfs /run; chmod 1777 /tmp
ln -sfn @out@ /run/booted-system
@out@/activate
exec @sw@/bin/init
