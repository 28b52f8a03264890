# The door: one host, written as ./schema.nix says, → every file that configures it, as text. Pure, on builtins alone.
let
  inherit (import ./text.nix) attrNames concatStringsSep filter lines mapAttrs mapSet optionalAttrs unique;
  schema = import ./schema.nix;
  shape = import ./shape.nix;
  units = import ./units.nix;
  toml = import ./toml.nix;

  # Values first: what has the wrong shape cannot be asked anything more.
  check = host:
    let wrong = shape.problems schema.host host; in
    if wrong != [ ] then wrong else import ./checks.nix (shape.fill schema.host host);

  describe = problems: concatStringsSep "\n" (map (problem: "  - ${problem}") problems);
  checked = host:
    let problems = check host; in
    if problems == [ ] then shape.fill schema.host host
    else throw "nix-nos: this host cannot be configured:\n${describe problems}";

  prefixed = prefix: set: builtins.listToAttrs (mapSet (name: value: { name = prefix + name; inherit value; }) set);

  # What a host (already checked and filled) is made into, before it is text.
  parts = host:
    let active = import ./bgp-active.nix host; in
    {
      inherit active;
      units = import ./networkd.nix host;
      bird = import ./bird.nix host;
      gobgp = import ./gobgp.nix host;
      nftables = import ./nftables.nix host;
      secrets = import ./secrets.nix host;
      sysctl = optionalAttrs (if host.forwarding != null then host.forwarding else host.nat.enable) {
        "net.ipv4.conf.all.forwarding" = 1;
        "net.ipv6.conf.all.forwarding" = 1;
      };
    };

  files = parts:
    prefixed "/etc/systemd/network/" (mapAttrs (_: units.text) parts.units)
    // optionalAttrs (parts.active.uses "bird") { "/etc/bird/bird.conf" = parts.bird; }
    // optionalAttrs (parts.active.uses "gobgp") {
      "/etc/gobgpd/gobgpd.toml" = toml parts.gobgp.settings;
      "/etc/gobgpd/announce" = parts.gobgp.announce;
    }
    // optionalAttrs parts.nftables.isNeeded { "/etc/nftables.d/nix-nos.nft" = nftFile parts.nftables; }
    // optionalAttrs (parts.sysctl != { }) {
      "/etc/sysctl.d/60-nix-nos.conf" = lines (mapSet (key: value: "${key} = ${toString value}") parts.sysctl);
    };

  nftFile = nftables: "table inet nix-nos\ndelete table inet nix-nos\ntable inet nix-nos {\n${nftables.content}}\n";

  # From one set of files to another. networkd before v257 does not change a device that exists, so a changed .netdev
  # means that the device goes and comes back.
  change = old: new: path:
    let isNetdev = builtins.match ".*\\.netdev" path != null; in
    if !(old ? ${path}) then "add" else if !(new ? ${path}) then "remove" else if isNetdev then "recreate" else "change";
  changes = old: new: builtins.listToAttrs (map (name: { inherit name; value = change old new name; })
    (filter (path: (old.${path} or null) != (new.${path} or null)) (unique (attrNames old ++ attrNames new))));
in
{
  inherit check checked parts changes schema;
  inherit (import ./topology.nix) topology;
  host = host: files (parts (checked host));
  # What root runs before BIRD starts, so that the peers' passwords are where its configuration looks for them.
  passwordScript = group: host: (parts (checked host)).secrets.script group;
}
