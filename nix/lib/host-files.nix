# A folder of host files by group → { <host> = file; }. What begins with "_" is a part of others, not a host.
let
  inherit (import ./prelude.nix) collect;
  inherit (builtins) elem filter head length listToAttrs match pathExists readDir;

  hostName = file: let m = match "(.*)\\.nix" file; in if m == null then null else head m;

  # Each entry is a host, or a group that holds some.
  entries = dir: collect
    (name: kind:
      let path = dir + "/${name}"; in
      if match "_.*" name != null then [ ]
      else if kind == "directory" then
        (if pathExists (path + "/default.nix") then [ { inherit name; value = path; } ] else entries path)
      else if hostName name != null then [ { name = hostName name; value = path; } ]
      else [ ])
    (readDir dir);
in
dir: known:
let
  all = entries dir;
  strangers = filter (file: !elem file.name known) all;
  twice = filter (file: length (filter (other: other.name == file.name) all) > 1) all;
in
if strangers != [ ] then
  throw "site: ${toString (head strangers).value}: ${(head strangers).name} is no host of this site; add it to \"hosts\", or begin the file's name with \"_\""
else if twice != [ ] then
  throw "site: ${toString (head twice).value}: the host ${(head twice).name} has another file, ${toString (builtins.elemAt (filter (f: f.name == (head twice).name) all) 1).value}; keep one"
else listToAttrs all
