# Secrets by sops-nix, decrypted with the machine's own SSH host key. The key is made before the machine exists
# (`firstlight` shows its age recipient) and copied at install, so that the first boot can already decrypt.
{ config, lib, ... }:
let
  cfg = config.firstlight.secrets;
  hostKey = "/etc/ssh/ssh_host_ed25519_key";
  inStore = path: lib.hasPrefix builtins.storeDir (toString path);
in
{
  options.firstlight.secrets = {
    file = lib.mkOption {
      type = lib.types.nullOr lib.types.path;
      default = null;
      description = "The sops file of this machine. It is encrypted, and may be in the store.";
    };
    names = lib.mkOption {
      type = lib.types.attrsOf (lib.types.attrsOf lib.types.anything);
      default = { };
      example = { bgp-tor1.owner = "bird"; };
      description = "Secrets to decrypt to /run/secrets/<name>, with sops-nix' own options for each.";
    };
    copied = lib.mkOption {
      type = lib.types.listOf (lib.types.attrsOf lib.types.str);
      default = [ ];
      internal = true;
      description = "What the site has copied to this machine at install.";
    };
  };

  config = lib.mkMerge [
    {
      assertions = map
        (secret: {
          assertion = lib.hasPrefix "/" secret.to && !inStore secret.to;
          message = "firstlight: the secret \"${secret.from}\" goes to \"${secret.to}\"; name a place on the machine outside ${builtins.storeDir}";
        })
        cfg.copied;
      # One key, of the one kind age can use; it is not made anew where it was brought along.
      services.openssh.hostKeys = lib.mkDefault [ { path = hostKey; type = "ed25519"; } ];
    }
    (lib.mkIf (cfg.file != null) {
      sops = {
        defaultSopsFile = lib.mkDefault cfg.file;
        age.sshKeyPaths = lib.mkDefault [ hostKey ];
        gnupg.sshKeyPaths = lib.mkDefault [ ];
        secrets = cfg.names;
      };
    })
  ];
}
