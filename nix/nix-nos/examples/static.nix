# The smallest useful machine: one static address.
{
  nix-nos.interfaces.eth0 = { address = "192.0.2.10/24"; gateway = "192.0.2.1"; dns = [ "192.0.2.53" "9.9.9.9" ]; };
}
