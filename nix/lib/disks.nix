# The disks of a host that may be erased, as devices a machine can open: by id or by path. One known by its serial
# number alone is found by the guard that looks at it, and by nobody before.
let
  check = import ./check.nix;
  inherit (import ./prelude.nix) places;
  inherit (builtins) filter;
  device = path: disk:
    if disk ? id then "/dev/disk/by-id/${check.name "${path}.id" disk.id}"
    else if disk ? path then check.filePath "${path}.path" disk.path
    else null;
in
host: filter (found: found != null) (places device "hosts.${host.name}.disks" (host.disks or [ ]))
