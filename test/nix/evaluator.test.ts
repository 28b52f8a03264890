import { expect, it } from 'vitest'
import { evaluate, evaluator } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'

const options = `{
  options.numbers = o (t.attrsOf (t.either t.int (t.listOf t.str)));
  options.lines = lib.mkOption { type = t.lines; default = ""; };
  options.deep.word = lib.mkOption { type = t.nullOr t.str; default = null; };
  options.sub = lib.mkOption {
    default = { };
    type = t.attrsOf (t.submodule ({ name, ... }: { options.name = lib.mkOption { type = t.str; default = name; }; options.n = o t.int; }));
  };
}`

/** The values of a few modules over the options above. */
const evaluated = (modules: string) =>
  evaluate(`let inherit (${evaluator}) lib; t = lib.types; o = type: lib.mkOption { inherit type; }; in
    (lib.evalModules { modules = [ ${options} ${modules} ]; }).config`)

// Each of these was also evaluated with nixpkgs' own lib, with the same result.
describeWith(['nix'], 'Our module system', () => {
  it('merges definitions by priority, order and condition', async () => {
    const values = await evaluated(`
      { numbers.x = 1; numbers.y = lib.mkDefault [ "1" ]; lines = lib.mkAfter "z"; }
      { numbers.y = [ "2" ]; lines = lib.mkMerge [ "x" "y" ]; deep = lib.mkIf true { word = lib.mkForce "k"; }; }
      ({ config, ... }: { deep.word = "q"; numbers = lib.mkIf (config.lines == "never") { z = 9; }; })
      { sub.a.n = 1; } { sub.b = { n = 2; name = "other"; }; }`)
    expect(values).toEqual({
      numbers: { x: 1, y: ['2'] },
      lines: 'x\ny\nz',
      deep: { word: 'k' },
      sub: { a: { n: 1, name: 'a' }, b: { n: 2, name: 'other' } },
    })
  })

  it.each([
    ['{ numbers.x = true; }', /option `numbers.x' is not of type `signed integer or list of string'/],
    ['{ numbers = { }; deep.wrod = "x"; }', /option `deep.wrod' does not exist/],
    ['{ numbers = { }; sub.a = { n = 1; m = 2; }; }', /option `sub.a.m' does not exist/],
    ['{ sub.a = { }; }', /option `sub.a.n' was accessed but has no value defined/],
    ['{ numbers.x = 1; } { numbers.x = 2; }', /option `numbers.x' has conflicting definition values/],
    ['{ numbers.x = noSuchName; }', /undefined variable 'noSuchName'/],
    ['({ nothing, ... }: { numbers = nothing; })', /attribute 'nothing' missing/],
  ])('refuses %s', async (modules, said) => {
    await expect(evaluated(modules)).rejects.toThrow(said)
  })
})
