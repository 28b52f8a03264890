# The shape of one host, field by field: what a user may write, what it means, what it is when left out.
let
  types = import ./types.nix;
  inherit (types) asn between bool cidr community device domain either enum field ip ipv4 line listOf many maybe name
    named oneOrMany port prefix record required secretPath;
in
rec {
  # What every device that may carry addresses shares.
  layer3 = {
    address = maybe cidr "One address, for those who need no list.";
    addresses = many cidr "Static addresses with their prefix length, IPv4 and IPv6.";
    gateway = field (oneOrMany ip) [ ] "Default gateway; a list for one of each family.";
    dns = field (oneOrMany ip) [ ] "DNS servers reached through this device.";
    domains = many domain "Search domains; a leading ~ routes only.";
    dhcp = field (either bool (enum [ "ipv4" "ipv6" ])) false "Addresses by DHCP: true for both families.";
    acceptRA = maybe bool "Whether IPv6 router advertisements are heeded; networkd's own default unless said.";
    mtu = maybe (between 576 65535) "MTU; a VLAN parent or bridge member without one takes the highest that is needed above it.";
    required = field bool true "Whether the machine counts as online only once this device is up.";
    dhcpServer = maybe (record dhcpServer) "Answer DHCP on this device, out of its first IPv4 network.";
  };

  dhcpServer = {
    offset = field (between 1 65534) 100 "The pool's first address, counted from the network's.";
    size = field (between 1 65534) 100 "How many addresses the pool has.";
    dns = many ipv4 "DNS servers handed out; networkd's own choice unless said.";
  };

  interface = layer3;
  vlan = layer3 // {
    id = required (between 1 4094) "VLAN id, 1 to 4094.";
    interface = required device "The device the VLAN runs on.";
  };
  bond = layer3 // {
    interfaces = required (listOf device) "Member interfaces.";
    mode = field
      (enum [ "balance-rr" "active-backup" "balance-xor" "broadcast" "802.3ad" "balance-tlb" "balance-alb" ]) "802.3ad"
      "Bonding mode; 802.3ad is LACP.";
    transmitHash = maybe (enum [ "layer2" "layer2+3" "layer3+4" "encap2+3" "encap3+4" ]) "Which header fields choose the member.";
    lacpRate = maybe (enum [ "slow" "fast" ]) "How often LACP speaks; 802.3ad only.";
    monitorInterval = field (between 1 60000) 100 "Milliseconds between looks at a member's link.";
  };
  bridge = layer3 // {
    interfaces = required (listOf device) "Member interfaces.";
    stp = field bool false "Spanning tree.";
  };

  route = {
    to = required (either prefix (enum [ "default" ])) "Destination prefix, or \"default\" for the gateway's family.";
    via = maybe ip "Gateway.";
    interface = maybe device "Device; found from the gateway's network unless said.";
    metric = maybe (between 0 4294967295) "Lower is preferred.";
    table = maybe (between 1 4294967295) "Routing table; main unless said.";
    type = field (enum [ "unicast" "blackhole" "unreachable" "prohibit" ]) "unicast" "What happens to a packet that matches.";
    source = maybe ip "Preferred source address.";
  };

  announcement = {
    prefix = required prefix "The prefix to announce.";
    communities = many (either community name) "Communities it carries: literal, or a name of `communities`.";
  };
  peer = {
    address = required ip "The peer's address; its family is the family of routes exchanged. For both, state two peers.";
    asn = required asn "The peer's AS number; equal to ours makes it an internal peer.";
    description = maybe line "A word for humans.";
    import = maybe name
      "Policy for what the peer sends: a name of `policies`, or all, own, none. Unset: all from internal peers, none from external.";
    export = maybe name "Policy for what the peer is sent; unset as for import.";
    passwordFile = maybe secretPath "File with the TCP MD5 password; it is read when the daemon starts, by root.";
    maxPrefixes = maybe (between 1 10000000) "The session ends, and stays down, when the peer sends more.";
    multihop = maybe (between 2 255) "How many hops away an external peer may be.";
    localAddress = maybe ip "Our address in this session.";
    passive = field bool false "Wait for the peer to connect.";
    holdTime = field (between 3 65535) 90 "Seconds without a word before the session ends.";
    gracefulRestart = maybe bool "Overrides bgp.gracefulRestart for this peer.";
    nextHopSelf = field bool false "Send ourselves as next hop.";
    routeReflectorClient = field bool false "Reflect internal routes to this internal peer.";
    bfd = field bool false "Notice a dead peer by BFD.";
  };
  bgp = {
    enable = maybe bool "Whether BGP runs; unset: when anything of it is said.";
    asn = maybe asn "Our AS number.";
    routerId = maybe ipv4 "Router id; the first static IPv4 address unless said.";
    backend = field (enum [ "bird" "gobgp" ]) "bird" "The daemon: BIRD 2 or GoBGP.";
    peers = named name (record peer) "BGP sessions by name.";
    announcements = many (either prefix (record announcement)) "Prefixes we originate.";
    gracefulRestart = field bool false "Offer graceful restart to the peers.";
    restartTime = field (between 1 4095) 120 "Seconds a restarting peer's routes are kept.";
    installRoutes = maybe bool "Put learned routes into the kernel; unset: when the backend can.";
  };

  range = {
    prefix = required prefix "The prefix.";
    ge = maybe (between 0 128) "Also longer ones, of at least this length.";
    le = maybe (between 0 128) "Also longer ones, of at most this length.";
  };
  match = {
    prefix = maybe prefix "Match this prefix exactly, or with `ge`/`le` the longer ones in it.";
    prefixes = many prefix "Several of them.";
    ge = maybe (between 0 128) "For prefix and prefixes: at least this length.";
    le = maybe (between 0 128) "For prefix and prefixes: at most this length.";
    prefixList = maybe name "Match what is in this list of `prefixLists`.";
    communities = many (either community name) "Match routes that carry one of these.";
    own = field bool false "Match only what this host announces itself.";
  };
  accept = match // {
    addCommunities = many (either community name) "Communities to add.";
    localPreference = maybe (between 0 4294967295) "Local preference to set.";
    med = maybe (between 0 4294967295) "MED to set.";
    prepend = field (between 0 10) 0 "How many times to prepend our AS number.";
  };
  policy = {
    reject = many (record match) "What is refused; looked at first.";
    accept = many (record accept) "What is let through, first match first. All else is refused.";
  };

  ports = {
    allowedTCPPorts = many port "TCP ports open to the world.";
    allowedUDPPorts = many port "UDP ports open to the world.";
  };
  firewall = ports // {
    enable = field bool false "Refuse what is not let in: everything but answers, ping and the ports below.";
    trusted = many device "Devices from which everything is let in.";
    allowPing = field bool true "Answer ping.";
    interfaces = named device (record ports) "Ports open on one device only.";
  };
  forward = {
    port = required port "The port on the outside.";
    protocol = field (enum [ "tcp" "udp" ]) "tcp" "Its protocol.";
    to = required ipv4 "The machine inside.";
    toPort = maybe port "The port there, the same unless said.";
  };
  nat = {
    enable = field bool false "Masquerade IPv4 behind the external device.";
    external = maybe device "The device towards the world.";
    internal = many device "Devices whose machines are let out.";
    forwardPorts = many (record forward) "Ports handed to machines inside.";
  };

  host = {
    interfaces = named device (record interface) "Physical interfaces by name.";
    vlans = named device (record vlan) "VLANs by name.";
    bonds = named device (record bond) "Bonds by name.";
    bridges = named device (record bridge) "Bridges by name.";
    routes = many (record route) "Static routes.";
    forwarding = maybe bool "Forward packets between devices; unset: when NAT is on.";
    bgp = field (record bgp) { } "BGP.";
    policies = named name (record policy) "Routing policies by name.";
    prefixLists = named name (listOf (either prefix (record range))) "Lists of prefixes by name.";
    communities = named name community "Communities by name.";
    firewall = field (record firewall) { } "Packet filter.";
    nat = field (record nat) { } "Network address translation.";
  };

  linkBgp = {
    import = maybe name "Policy of both ends for what they hear.";
    export = maybe name "Policy of both ends for what they say.";
    passwordFile = maybe secretPath "Password file on both ends.";
  };
  link = {
    a = required line "One end, \"host.interface\".";
    b = required line "The other end.";
    network = maybe name "A name of `networks`: gives VLAN and MTU.";
    prefix = field (oneOrMany prefix) [ ]
      "The link's own prefix, or one for each family: `a` gets its first usable address, `b` the second.";
    vlan = maybe (between 1 4094) "VLAN on the link; both ends get it.";
    mtu = maybe (between 576 65535) "MTU of both ends.";
    bgp = maybe (either bool (record linkBgp))
      "A BGP session over the link for each family, true or with its policies. Without a prefix, between the addresses both ends have in one network.";
  };
  network = {
    vlan = maybe (between 1 4094) "VLAN id.";
    mtu = maybe (between 576 65535) "MTU.";
  };
  topology = {
    links = many (record link) "Links between hosts, each stated once.";
    networks = named name (record network) "What links may share, by name.";
  };
}
