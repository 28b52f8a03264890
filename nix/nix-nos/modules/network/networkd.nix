# The generators' units under the names NixOS has for their sections, each setting a default that the user may override.
lib:
let
  defaults = lib.mapAttrs (_: lib.mkDefault);
  # Settings of [Network] that NixOS keeps in lists of their own.
  lists = { Address = "address"; Gateway = "gateway"; DNS = "dns"; Domains = "domains"; VLAN = "vlan"; Bond = "bond"; Bridge = "bridge"; };
  kindOf = suffix: lib.filterAttrs (name: _: lib.hasSuffix suffix name);
  each = suffix: f: units: lib.mapAttrs' (name: unit: lib.nameValuePair (lib.removeSuffix suffix name) (f unit)) (kindOf suffix units);

  network = unit:
    let said = unit.Network or { }; in
    {
      matchConfig = defaults unit.Match;
      linkConfig = defaults (unit.Link or { });
      networkConfig = defaults (removeAttrs said (lib.attrNames lists));
      dhcpServerConfig = defaults (unit.DHCPServer or { });
      routes = lib.mkDefault (unit.Route or [ ]);
    }
    // lib.mapAttrs' (key: option: lib.nameValuePair option (lib.mkDefault said.${key}))
      (lib.filterAttrs (key: _: said ? ${key}) lists);

  netdev = unit: {
    netdevConfig = defaults unit.NetDev;
    vlanConfig = defaults (unit.VLAN or { });
    bondConfig = defaults (unit.Bond or { });
    bridgeConfig = defaults (unit.Bridge or { });
  };
in
{
  networks = each ".network" network;
  netdevs = each ".netdev" netdev;
}
