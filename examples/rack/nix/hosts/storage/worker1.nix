{
  imports = [ ./_disk.nix ];
  # A machine for containers.
  firstlight.podman.enable = true;
}
