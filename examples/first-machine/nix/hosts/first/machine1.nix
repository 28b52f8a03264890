# What only this machine needs. Everything here wins over what the site file says. The key is an example.
{
  firstlight.disks = { layout = "plain"; system = "/dev/vda"; };
  firstlight.base.users.root.keys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA0example0example0example0example0example0exa operator@example" ];
  system.stateVersion = "25.11";
}
