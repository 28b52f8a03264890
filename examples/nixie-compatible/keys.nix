# Who may log in. The key is an example: put yours here.
{
  users.users.root.openssh.authorizedKeys.keys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA0example0example0example0example0example0exa operator@example" ];
}
