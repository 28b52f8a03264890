# IPv6 alone, with a link-local gateway and nothing taken from router advertisements.
{
  nix-nos.interfaces.eth0 = {
    address = "2001:db8:42::10/64";
    gateway = "fe80::1";
    dns = "2001:db8:42::53";
    acceptRA = false;
  };
}
