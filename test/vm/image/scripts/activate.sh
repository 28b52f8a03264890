#!@sh@
# What NixOS's activation does, as far as this system has it: /etc from the store, the current system, keys.
export PATH=@sw@/bin
ln -sfn @out@ /run/current-system
mkdir -p /bin /etc/ssh /root/.ssh /var/log /var/empty /run/sshd; chmod 700 /root /root/.ssh; chmod 755 / /run/sshd /var/empty
ln -sfn @sw@/bin/sh /bin/sh
for name in hostname os-release inittab; do cp -f "@out@/etc/$name" "/etc/$name"; done
# A copy, not a link: sshd wants the whole path to be root's alone, and the store belongs to a group too.
cp -f @out@/etc/ssh/sshd_config /etc/ssh/; cp -f @out@/etc/ssh/authorized_keys /etc/ssh/authorized_keys.root
chmod 644 /etc/ssh/sshd_config /etc/ssh/authorized_keys.root
printf 'root:x:0:0:root:/root:/bin/sh\nsshd:x:33:33::/var/empty:/bin/false\n' > /etc/passwd
printf 'root:x:0:\nsshd:x:33:\nnixbld:x:30000:\n' > /etc/group
[ -e /etc/shadow ] || { echo 'root:*:19000::::::' > /etc/shadow; chmod 600 /etc/shadow; }
hostname -F /etc/hostname
