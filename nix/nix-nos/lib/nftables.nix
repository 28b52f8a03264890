# Packet filter and address translation → one nftables table. Thin: what more is wanted is written in nftables itself.
host:
let
  inherit (import ./text.nix) concatLists concatStringsSep indent mapSet optional optionals quoted;
  inherit (host) firewall nat;
  block = head: body: [ "${head} {" ] ++ indent body ++ [ "}" ];
  set = list: "{ ${concatStringsSep ", " list} }";
  devices = list: set (map quoted list);
  open = where: p:
    optional (p.allowedTCPPorts != [ ]) "${where}tcp dport ${set (map toString p.allowedTCPPorts)} accept"
    ++ optional (p.allowedUDPPorts != [ ]) "${where}udp dport ${set (map toString p.allowedUDPPorts)} accept";
  needed = [
    "nd-neighbor-solicit" "nd-neighbor-advert" "nd-router-solicit" "nd-router-advert"
    "packet-too-big" "time-exceeded" "parameter-problem" "destination-unreachable"
  ];
  answers = [ "ct state established,related accept" "ct state invalid drop" ];

  input = block "chain input" (
    [ "type filter hook input priority filter; policy drop;" "iifname \"lo\" accept" ] ++ answers
    # Without neighbour discovery and DHCPv6's answers there is no IPv6 at all, so they are always let in.
    ++ [ "icmpv6 type ${set needed} accept" "ip6 saddr fe80::/10 udp dport 546 accept" ]
    ++ optionals firewall.allowPing [ "icmp type echo-request accept" "icmpv6 type echo-request accept" ]
    ++ optional (firewall.trusted != [ ]) "iifname ${devices firewall.trusted} accept"
    ++ open "" firewall
    ++ concatLists (mapSet (name: open "iifname ${quoted name} ") firewall.interfaces)
  );
  forward = block "chain forward" (
    [ "type filter hook forward priority filter; policy drop;" ] ++ answers
    ++ optional (firewall.trusted != [ ]) "iifname ${devices firewall.trusted} accept"
    ++ optional nat.enable "iifname ${devices nat.internal} oifname ${quoted nat.external} accept"
    ++ optional (nat.enable && nat.forwardPorts != [ ]) "ct status dnat accept"
  );
  target = f: "${f.to}${if f.toPort == null then "" else ":${toString f.toPort}"}";
  translate = f: "iifname ${quoted nat.external} ${f.protocol} dport ${toString f.port} dnat ip to ${target f}";
  prerouting = block "chain prerouting"
    ([ "type nat hook prerouting priority dstnat; policy accept;" ] ++ map translate nat.forwardPorts);
  postrouting = block "chain postrouting" [
    "type nat hook postrouting priority srcnat; policy accept;"
    "iifname ${devices nat.internal} oifname ${quoted nat.external} masquerade"
  ];
in
{
  isNeeded = firewall.enable || nat.enable;
  # The table's content, without the table: NixOS and the file each put their own around it.
  content = concatStringsSep "\n" (
    optionals firewall.enable (input ++ forward)
    ++ optionals (nat.enable && nat.forwardPorts != [ ]) prerouting
    ++ optionals nat.enable postrouting
  ) + "\n";
}
