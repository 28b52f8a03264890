{
  imports = [ ./_disk.nix ];
  # Routes what it learns.
  boot.kernel.sysctl."net.ipv4.ip_forward" = 1;
}
