{
  imports = [ ./_disk.nix ];
  # The databases themselves come from the services of the site file; how much memory they get is a matter of this machine.
  services.postgresql.settings.shared_buffers = "4GB";
}
