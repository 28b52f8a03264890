# Nix-NOS as one NixOS module.
{ imports = [ ./network ./routing ./bgp ./topology ]; }
