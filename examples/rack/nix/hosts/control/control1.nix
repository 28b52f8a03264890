{
  imports = [ ./_disk.nix ];
  # The reverse proxy runs here; the site file already lists what it serves.
  services.caddy.email = "ops@rack1.example";
}
