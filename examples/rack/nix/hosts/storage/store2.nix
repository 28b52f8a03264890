{
  imports = [ ./_disk.nix ];
  # The second copy: nothing of its own yet.
}
