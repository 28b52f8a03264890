# BUSYBOX INITRD ZSTD: an initial ramdisk with a closure's store paths and their registration appended (the kernel
# unpacks both archives). Runs as a builder; what to pack is in Nix's JSON.
set -eu
busybox=$1 initrd=$2 zstd=$3
$busybox mkdir applets; $busybox --install -s applets; PATH=$PWD/applets
json=$NIX_ATTRS_JSON_FILE
out=$(sed -n 's/.*"outputs":{"out":"\([^"]*\)".*/\1/p' "$json")

# One object a line, then what `nix-store --load-db` reads: path, hash, size, deriver, number of references, each.
sed 's/.*"closure":\[{/{/; s/}\].*/}/; s/},{/}\n{/g' "$json" | awk '
  function field(name,  value) {
    match($0, "\"" name "\":[^,}]*"); value = substr($0, RSTART, RLENGTH); sub("[^:]*:", "", value); gsub("\"", "", value); return value
  }
  {
    match($0, "\"references\":\\[[^]]*"); list = substr($0, RSTART + 14, RLENGTH - 14); gsub("\"", "", list)
    n = list == "" ? 0 : split(list, references, ",")
    print field("path"); print field("narHash"); print field("narSize"); print ""; print n
    for (i = 1; i <= n; i++) print references[i]
  }' > registration
paths=$(grep -x '/nix/store/[^/]*' registration | sort -u)

mkdir -p root/nix/store "$out"
cp registration root/nix-path-registration
for path in $paths; do cp -a "$path" root/nix/store/; done
cp "$initrd" "$out/initrd"; chmod u+w "$out/initrd"
# Archives begin on multiples of four bytes.
while [ $(($(stat -c %s "$out/initrd") % 4)) != 0 ]; do printf '\0' >> "$out/initrd"; done
(cd root && find . | sort | cpio -o -H newc -R 0:0 2>/dev/null) | $zstd -q -12 >> "$out/initrd"
