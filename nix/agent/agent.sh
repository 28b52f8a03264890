#!/bin/sh
# The voice of an installer: says what machine it woke up on, lets the engine in, sends its log and a sign of life.
#
#   agent.sh run     (or nothing) from boot to reboot
#   agent.sh facts   prints the facts as JSON; the engine reads them again this way before anything is erased
#
# One source for the NixOS module, the lab and whatever else boots: POSIX sh, and no tools but busybox's or their
# full-grown namesakes. Where a tool is missing, less is known; what cannot be proven is called unknown, never blank.
#
# FIRSTLIGHT_SYSROOT, FIRSTLIGHT_CMDLINE: look at another machine's files than this one's (tests).
# FIRSTLIGHT_LOG: follow this file instead of the journal.  FIRSTLIGHT_SSH_PORT: when it is not 22.
set -uf
umask 077
LC_ALL=C
export LC_ALL
# The engine is a neighbour: a proxy in the installer's environment does not know the way to it.
unset http_proxy HTTP_PROXY all_proxy ALL_PROXY

root=${FIRSTLIGHT_SYSROOT:-}
cmdline=${FIRSTLIGHT_CMDLINE:-$root/proc/cmdline}
mebibyte=1048576
longest_batch=65536

say() { printf 'firstlight-agent: %s\n' "$*" >&2; }

# ---- small things -----------------------------------------------------------------------------------------------

# The last one counts, as with every kernel parameter; ours are written last.
parameter() {
  found=
  words=
  read -r words 2>/dev/null <"$cmdline" || :
  for word in $words; do
    case $word in "$1="*) found=${word#*=} ;; esac
  done
  printf %s "$found"
}

first_line() { head -n 1 "$1" 2>/dev/null | tr -d '\000'; }

has() { command -v "$1" >/dev/null 2>&1; }

# A JSON string, of what is printable: serial numbers and labels come from firmware, and may be anything.
text() {
  printf '"%s"' "$(printf %s "$1" | tr -cd '\040-\176' | sed 's/^ *//; s/ *$//; s/\\/\\\\/g; s/"/\\"/g')"
}

text_or_null() {
  trimmed=$(printf %s "$1" | tr -cd '\041-\176')
  if [ -n "$trimmed" ]; then text "$1"; else printf null; fi
}

# Lines to a JSON list of strings.
list() {
  separator=
  printf '['
  while IFS= read -r item; do
    [ -n "$item" ] || continue
    printf %s "$separator"
    text "$item"
    separator=,
  done
  printf ']'
}

# Paths that match, one a line; globbing is off everywhere else, so that no datum is ever taken for a pattern.
matching() {
  set +f
  # shellcheck disable=SC2086 # to be split and matched is what it is here for
  for path in $1; do
    [ -e "$path" ] && printf '%s\n' "$path"
  done
  set -f
}

one_line() { tr '\n' ' ' | sed 's/ $//'; }

digits() { case $1 in '' | *[!0-9]*) printf 0 ;; *) printf %s "$1" ;; esac; }

# ---- facts ------------------------------------------------------------------------------------------------------

facts() {
  printf '{"bootId":'
  text "$(first_line "$root/proc/sys/kernel/random/boot_id")"
  printf ',"macs":'
  mac_addresses | list
  printf ',"links":'
  links
  printf ',"addresses":'
  addresses | list
  printf ',"ssh":{"port":%s,"hostKeys":' "$(digits "${FIRSTLIGHT_SSH_PORT:-22}")"
  host_keys | list
  kibibytes=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' "$root/proc/meminfo" 2>/dev/null)
  printf '},"memoryBytes":%s' "$(($(digits "$kibibytes") * 1024))"
  processors=$(grep -c '^processor' "$root/proc/cpuinfo" 2>/dev/null)
  printf ',"cpus":%s' "$(digits "$processors")"
  printf ',"firmware":"%s","disks":[' "$([ -d "$root/sys/firmware/efi" ] && echo uefi || echo bios)"
  disks
  printf ']}\n'
}

mac_addresses() {
  matching "$root/sys/class/net/*/address" | while IFS= read -r file; do
    case $file in */lo/address) ;; *) first_line "$file" ;; esac
  done | grep -E '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$' | grep -v '^00:00:00:00:00:00$' | sort -u
}

# What has a device behind it, by the name the kernel gave it: no bridge, bond or tunnel, and nothing but Ethernet.
links() {
  printf '['
  comma=
  for sys in $(matching "$root/sys/class/net/*"); do
    [ -e "$sys/device" ] || continue
    first_line "$sys/address" | grep -qE '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$' || continue
    printf '%s{"name":' "$comma"
    text "${sys##*/}"
    printf ',"mac":'
    text "$(first_line "$sys/address")"
    printf '}'
    comma=,
  done
  printf ']'
}

addresses() {
  has ip || return 0
  ip -o addr show 2>/dev/null | awk '$3 ~ /^inet/ && $2 != "lo" { sub(/\/.*/, "", $4); print $4 }' | sort -u
}

# Public halves only. dropbear keeps none in a file, and is asked for it.
host_keys() {
  matching "$root/etc/ssh/ssh_host_*_key.pub" | while IFS= read -r file; do
    awk 'NF >= 2 { print $1, $2 }' "$file"
  done
  has dropbearkey || return 0
  matching "$root/etc/dropbear/dropbear_*_host_key" | while IFS= read -r file; do
    dropbearkey -y -f "$file" 2>/dev/null | awk '/^(ssh|ecdsa)-/ { print $1, $2 }'
  done
}

# ---- disks ------------------------------------------------------------------------------------------------------

# What has a device behind it: no loop, ram, zram, dm or md. Optical and floppy drives, a card's boot parts and the
# hidden paths of a multipath NVMe are none that could be installed to.
disks() {
  comma=
  for sys in $(matching "$root/sys/block/*"); do
    name=${sys##*/}
    case $name in sr[0-9]* | fd[0-9]* | *boot[0-9] | *rpmb) continue ;; esac
    [ -e "$sys/device" ] || continue
    [ "$(first_line "$sys/hidden")" = 1 ] && continue
    sectors=$(digits "$(first_line "$sys/size")")
    [ "$sectors" -gt 0 ] || continue
    printf %s "$comma"
    disk
    comma=,
  done
}

# Of $name, $sys and $sectors, as disks() sets them. The kernel counts in sectors of 512 bytes, whatever the disk's.
disk() {
  device=$root/dev/$name
  printf '{"path":'
  text "/dev/$name"
  printf ',"ids":'
  disk_ids | list
  printf ',"serial":'
  text_or_null "$(disk_serial)"
  printf ',"model":'
  text_or_null "$(first_line "$sys/device/model")"
  printf ',"bytes":%s,"contents":' "$((sectors * 512))"
  disk_contents
  printf '}'
}

# Names with model and serial number before world-wide numbers: the first is what people are shown.
disk_ids() {
  matching "$root/dev/disk/by-id/*" | while IFS= read -r link; do
    target=$(readlink "$link")
    [ "${target##*/}" = "$name" ] || continue
    case ${link##*/} in wwn-* | *-eui.* | *-nvme.*) rank=1 ;; *) rank=0 ;; esac
    printf '%s %s\n' "$rank" "${link##*/}"
  done | sort | sed 's/^. //'
}

# udev's word, then the kernel's. SATA has it only in a page of vital product data, after a head of four bytes.
disk_serial() {
  serial=
  [ -z "$root" ] && has lsblk && serial=$(lsblk -dno SERIAL "$device" 2>/dev/null)
  for file in serial device/serial; do
    [ -n "$serial" ] || serial=$(first_line "$sys/$file")
  done
  [ -n "$serial" ] || serial=$(tail -c +5 "$sys/device/vpd_pg80" 2>/dev/null | tr -cd '\040-\176')
  printf %s "$serial"
}

# Blank is what is proven to be: nobody uses it, it has no partitions and no signature that anything here knows, and
# its first and last MiB, where partition tables, file systems, RAID and ZFS leave their marks, are read and zero.
disk_contents() {
  users=$(matching "$sys/holders/*" | sed 's|.*/||' | one_line)
  partitions=$(matching "$sys/*/partition" | grep -c .)
  marks=$(signatures)
  seeing=$?
  if [ -n "$users" ]; then
    contents data "in use by $users"
  elif [ "$partitions" -gt 0 ]; then
    contents data "$partitions partitions${marks:+: $marks}"
  elif [ -n "$marks" ]; then
    contents data "$marks"
  elif ! [ -r "$device" ]; then
    contents unknown 'it cannot be read'
  elif [ "$seeing" -ne 0 ]; then
    contents unknown 'nothing here can look for signatures: there is neither blkid nor wipefs'
  else
    edges
  fi
}

contents() {
  printf '{"kind":"%s","what":' "$1"
  text "$(printf %s "$2" | head -c 250)"
  printf '}'
}

# What is on the disk and on its partitions, on one line; fails when nothing here can tell.
signatures() {
  can_look=1
  for part in "$device" $(matching "$sys/*/partition" | sed "s|/partition$||; s|.*/|$root/dev/|"); do
    mark=
    if has blkid; then
      can_look=0
      mark=$(blkid_marks "$part")
    fi
    if has wipefs; then
      can_look=0
      [ -n "$mark" ] || mark=$(wipefs_marks "$part")
    fi
    [ -z "$mark" ] || printf '%s %s. ' "${part##*/}" "$mark"
  done
  return "$can_look"
}

# busybox's blkid knows no -p; util-linux's without it may answer from a cache.
blkid_marks() {
  if blkid -V 2>&1 | grep -q util-linux; then
    blkid -p -o export "$1" 2>/dev/null
    [ $? -ne 8 ] || echo TYPE=ambivalent
  else
    blkid "$1" 2>/dev/null | tr ' ' '\n'
  fi | awk -F= '$1 == "PTTYPE" || $1 == "TYPE" || $1 == "LABEL" { gsub(/"/, "", $2); print $2 }' | one_line
}

wipefs_marks() {
  wipefs -n "$1" 2>/dev/null | awk 'NR > 1 { print $3 }' | one_line
}

edges() {
  part=2048
  [ "$sectors" -ge "$part" ] || part=$sectors
  first=$(edge 0)
  last=$(edge $((sectors - part)))
  case $first$last in
    *unread*) contents unknown 'its first or last MiB cannot be read' ;;
    zerozero) printf '{"kind":"blank"}' ;;
    *) contents data 'bytes that are not zero, and no signature that is known' ;;
  esac
}

# zero, used or unread: of $part sectors from $1 on. A short read proves nothing.
edge() {
  copy=$scratch/edge
  : >"$copy"
  dd if="$device" of="$copy" bs=512 skip="$1" count="$part" 2>/dev/null
  bytes=$(wc -c <"$copy" 2>/dev/null)
  if [ "$(digits "${bytes##* }")" -ne $((part * 512)) ]; then
    echo unread
  elif [ "$(tr -d '\000' <"$copy" | wc -c)" -eq 0 ]; then
    echo zero
  else
    echo used
  fi
  rm -f "$copy"
}

# ---- talking ----------------------------------------------------------------------------------------------------

# call METHOD NAME [FILE]: sets $status (000 when nobody answered); what was answered is in $scratch/reply.
# curl reads the token from a file. wget can only be given it as an argument; the kernel's command line shows it to
# everybody on this machine anyhow, and it is void with the next boot.
call() {
  if has curl; then with_curl "$@"; else with_wget "$@"; fi
  case $status in [1-5][0-9][0-9]) ;; *) status=000 ;; esac
}

with_curl() {
  set -- "$1" "$url/agent/v1/$2" "${3:+@$3}"
  printf 'header = "Authorization: Bearer %s"\n' "$token" >"$scratch/curl"
  if [ "$1" = GET ]; then
    set -- "$2"
  else
    set -- --data-binary "${3:-}" -H 'Content-Type: text/plain' "$2"
  fi
  status=$(curl -q -sS -K "$scratch/curl" --connect-timeout 10 -m 60 \
    -o "$scratch/reply" -w '%{http_code}' "$@" 2>/dev/null)
}

with_wget() {
  : >"$scratch/reply"
  set -- "$1" "$url/agent/v1/$2" "${3:-/dev/null}"
  if [ "$1" = GET ]; then set -- "$2"; else set -- --post-file "$3" "$2"; fi
  # Not -T: with it Debian 12's static busybox crashes. Of several status lines (100, then the real one) the last counts.
  status=$(within_a_minute wget -S -t 1 --header "Authorization: Bearer $token" -O "$scratch/reply" "$@" 2>&1 |
    sed -n 's|^.*HTTP/1\.[01] \([0-9][0-9][0-9]\).*|\1|p' | tail -n 1)
}

within_a_minute() { if has timeout; then timeout 60 "$@"; else "$@"; fi; }

# Twice as long each time, up to half a minute, and never in step with the other machines of the rack.
back_off() {
  jitter=$(od -An -N2 -tu2 /dev/urandom 2>/dev/null | tr -d ' ')
  sleep $((pause / 2 + $(digits "$jitter") % (pause / 2 + 2)))
  pause=$((pause * 2))
  [ "$pause" -le 30 ] || pause=30
}

# Until it is heard: there may be no network yet, no host key yet, and no turn for us yet. Only what changes is said.
say_hello() {
  pause=1
  said=
  while :; do
    facts >"$scratch/facts"
    case $(cat "$scratch/facts") in
      *'"hostKeys":[]'*) problem='there is no SSH host key yet' ;;
      *)
        call POST hello "$scratch/facts"
        problem=$(problem_of "$status")
        ;;
    esac
    [ -n "$problem" ] || break
    [ "$problem" = "$said" ] || say "not in yet: $problem"
    said=$problem
    back_off
  done
  interval=$(digits "$(sed -n 's/.*"heartbeat": *\([0-9]*\).*/\1/p' "$scratch/reply")")
  [ "$interval" -gt 0 ] || interval=10
  say "heard by $url as $(sed -n 's/.*"host": *"\([A-Za-z0-9._-]*\)".*/\1/p' "$scratch/reply")"
}

problem_of() {
  case $1 in
    202) ;;
    000) echo "nobody answers at $url" ;;
    401) echo 'the pass of this boot is void: boot this machine from the network again' ;;
    *) echo "it answered $1: $(first_line "$scratch/reply" | tr -cd '\040-\176' | head -c 200)" ;;
  esac
}

# Who may come in: the engine's key for this run, beside those that are there.
let_in() {
  pause=1
  while call GET key && [ "$status" != 200 ]; do
    [ "$status" = 409 ] || [ "$status" = 401 ] && return 0
    back_off
  done
  key=$(first_line "$scratch/reply")
  case $key in ssh-* | ecdsa-* | sk-*) ;; *) say 'what came as a key is none' && return 0 ;; esac
  mkdir -p "$root/root/.ssh"
  file=$root/root/.ssh/authorized_keys
  grep -qxF "$key" "$file" 2>/dev/null || printf '%s\n' "$key" >>"$file"
  say 'the engine may come in'
}

# ---- the log ----------------------------------------------------------------------------------------------------

# Appended to, so that it may be emptied under the writer's hands.
follow_log() {
  if [ -n "${FIRSTLIGHT_LOG:-}" ]; then
    exec tail -n +1 -f "$FIRSTLIGHT_LOG"
  elif has journalctl; then
    exec journalctl --follow --lines=500 --no-pager --output=short-monotonic
  else
    # The kernel hands out whole records, and only to a reader with room for one: not to the shell's read.
    # shellcheck disable=SC2002
    cat /dev/kmsg | sed 's/^[^;]*;//'
  fi
}

# One batch of whole lines; what the engine did not take is sent again.
ship_log() {
  size=$(wc -c <"$scratch/log")
  size=${size##* }
  if [ $((size - shipped)) -gt $((4 * mebibyte)) ]; then
    say "$((size - shipped)) bytes of log left out: there is more of it than can be sent"
    shipped=$size
  fi
  if [ "$size" -gt "$shipped" ]; then
    tail -c +$((shipped + 1)) "$scratch/log" | head -c "$longest_batch" >"$scratch/raw"
    whole_lines
    tr -d '\000' <"$scratch/raw" >"$scratch/batch"
    call POST log "$scratch/batch"
    case $status in 000 | 401 | 5??) return 0 ;; esac
    raw=$(wc -c <"$scratch/raw")
    shipped=$((shipped + ${raw##* }))
  elif [ "$shipped" -gt "$mebibyte" ]; then
    : >"$scratch/log"
    shipped=0
  fi
}

# Drops a line that is not finished, unless it is all there is.
whole_lines() {
  [ -n "$(tail -c 1 "$scratch/raw" | tr -d '\n')" ] || return 0
  sed '$d' "$scratch/raw" >"$scratch/whole"
  [ ! -s "$scratch/whole" ] || mv "$scratch/whole" "$scratch/raw"
}

# ---- a life -----------------------------------------------------------------------------------------------------

run() {
  url=$(parameter firstlight.url)
  token=$(parameter firstlight.token)
  if [ -z "$url" ] || [ -z "$token" ]; then
    say 'the kernel command line has no firstlight.url and firstlight.token: nothing to do'
    return 0
  fi
  say_hello
  let_in
  : >"$scratch/log"
  shipped=0
  follow_log >>"$scratch/log" 2>/dev/null </dev/null &
  follower=$!
  live
}

# Two seconds of log at a time, and a sign of life when it is due. Who does not know us any more is greeted again.
live() {
  elapsed=0
  while :; do
    ship_log
    if [ "$elapsed" -le 0 ]; then
      call POST heartbeat
      elapsed=$interval
      [ "$status" != 409 ] || { say_hello && let_in; }
    fi
    sleep 2
    elapsed=$((elapsed - 2))
  done
}

leave() {
  [ -z "$follower" ] || kill "$follower" 2>/dev/null
  rm -rf "$scratch"
}

follower=
scratch=$(mktemp -d "${TMPDIR:-/tmp}/firstlight.XXXXXX") || exit 1
trap leave EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP

case ${1:-run} in
  run) run ;;
  facts) facts ;;
  *)
    say "unknown: $1 (run or facts)"
    exit 2
    ;;
esac
