# Everything by DHCP, in the older spelling of the option.
{
  nix-nos.network.interfaces.eth0.dhcp = true;
}
