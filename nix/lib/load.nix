# A site as it is given → its attributes. A file (site.nix, site.json, hosts.json, a manifest), a folder holding
# one of them, or the attributes themselves.
let
  inherit (import ./check.nix) fail;
  inherit (import ./prelude.nix) places;
  names = [ "site.nix" "site.json" "hosts.json" "manifest.nix" "manifest.json" ];

  fileIn = dir:
    let found = builtins.filter (name: builtins.pathExists (dir + "/${name}")) names; in
    if found == [ ] then throw "site: ${toString dir} holds no ${builtins.concatStringsSep ", " names}; name the file"
    else dir + "/${builtins.head found}";

  isFolder = path: builtins.readFileType path == "directory";

  read = path:
    if !builtins.pathExists path then throw "site: ${toString path} does not exist; name a site file or its folder"
    else if isFolder path then read (fileIn path)
    else if builtins.match ".*\\.json" (toString path) != null then builtins.fromJSON (builtins.readFile path)
    else import path;

  # A path written as a Nix path would be copied, contents and all, into the store that everyone may read.
  withoutPaths = place: value:
    let below = key: if place == "" then key else "${place}.${key}"; in
    if builtins.isPath value then
      fail place (toString value) "is written as a Nix path, which copies the file into the readable store; put it in quotes"
    else if builtins.isAttrs value then builtins.mapAttrs (key: withoutPaths (below key)) value
    else if builtins.isList value then places withoutPaths place value
    else value;
in
given:
withoutPaths "" (
  if builtins.isAttrs given && !(given ? outPath) then given
  else if builtins.isString given then read (/. + given)
  else read given
)
