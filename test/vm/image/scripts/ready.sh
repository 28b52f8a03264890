#!@sh@
# Says on the console when this machine can be logged in to: whoever waits need not knock before.
export PATH=@sw@/bin
if [ -n "@startup@" ]; then "@startup@" & fi
address() { ip -4 -o addr show scope global | awk '{ sub("/.*", "", $4); print $4; exit }'; }
tries=0
until [ "$(address)" ] && netstat -ltn | grep -q ':22 '; do
  tries=$((tries + 1)); [ $tries -lt 300 ] || { echo "mini: $(hostname) has no address or no sshd after 60 s" >/dev/console; exit 1; }
  usleep 200000
done
echo "mini: ready $(hostname) $(address)" >/dev/console
