# Two hosts and the links between them, stated once. Every host imports this file and finds itself by its host name.
{
  nix-nos.topology = {
    hosts = { spine.asn = 65000; leaf.asn = 65001; };
    networks.fabric = { vlan = 7; mtu = 9000; };
    links = [
      { a = "spine.eth0"; b = "leaf.eth0"; prefix = [ "10.255.0.0/31" "2001:db8:fab::/127" ]; bgp = { import = "all"; export = "own"; }; }
      { a = "spine.eth1"; b = "leaf.eth1"; network = "fabric"; prefix = "10.255.0.2/31"; }
    ];
  };
}
