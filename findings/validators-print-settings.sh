#!/usr/bin/env bash
# Of sixteen libraries that check settings seven say the key that they refuse, four more print it along, and seven another setting that was in order.
#
# Versions: joi 18.3.2, yup 1.7.1, zod 4.6.7, valibot 1.5.0, arktype 2.2.10, superstruct 2.0.2, decoders 2.12.1, ajv 8.20.0, typebox 1.4.3,
#   effect 4.1.0, runtypes 7.0.5, convict 6.2.5, envalid 8.2.0, znv 0.5.0, env-schema 8.0.0, @t3-oss/env-core 0.13.11 (npm).
# Expected: a program checks its environment when it starts, is told that a key has the wrong form, and stops. The error names the
#   setting and the form. What it was in the end is a secret whether it is right or a letter short, and the check knows no more of it.
# Seen (2026-12-01): joi, valibot, arktype, superstruct, decoders, convict and znv have the value in the message. The errors of yup, typebox
#   and runtypes have it in a member, which Node prints for an error that nobody catches; and with these three, joi, valibot, superstruct
#   and decoders the whole object is printed so, with the password beside it that was right. t3-env prints it or not by the library
#   that it is given: with valibot it does, on its own before it fails, with zod it does not. zod, ajv, effect, envalid and env-schema
#   print neither.
# Why it matters: a key with a blank, a quote or a line end too many is a likely reason for such an error, and it is still the key. The log of a start
#   that failed is the one that is sent around, and which library writes what into it can only be tried.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true, "type": "module"}' > package.json
npm install --legacy-peer-deps --loglevel=error joi@18.3.2 yup@1.7.1 zod@4.6.7 valibot@1.5.0 arktype@2.2.10 superstruct@2.0.2 decoders@2.12.1 \
    ajv@8.20.0 typebox@1.4.3 effect@4.1.0 runtypes@7.0.5 convict@6.2.5 envalid@8.2.0 znv@0.5.0 env-schema@8.0.0 \
    @t3-oss/env-core@0.13.11 > npm.log

cat > check.mjs <<'END'
// node check.mjs LIBRARY [caught]: checks two settings, of which one is a letter short; caught prints the message alone.
const FORM = /^zq_[a-z]{32}$/;
const SETTINGS = {GATEWAY_KEY: 'zq_refused', DATABASE: 'password-of-another'};

const libraries = {
    async joi() {
        const {default: joi} = await import('joi');
        const {error} = joi.object({GATEWAY_KEY: joi.string().pattern(FORM)}).unknown().validate(SETTINGS);
        if (error) throw error;
    },
    async yup() {
        const {object, string} = await import('yup');
        object({GATEWAY_KEY: string().matches(FORM)}).validateSync(SETTINGS);
    },
    async zod() {
        const {z} = await import('zod');
        z.object({GATEWAY_KEY: z.string().regex(FORM)}).parse(SETTINGS);
    },
    async valibot() {
        const {object, parse, pipe, regex, string} = await import('valibot');
        parse(object({GATEWAY_KEY: pipe(string(), regex(FORM))}), SETTINGS);
    },
    async arktype() {
        const {type} = await import('arktype');
        type({GATEWAY_KEY: FORM}).assert(SETTINGS);
    },
    async superstruct() {
        const {assert, pattern, string, type} = await import('superstruct');
        assert(SETTINGS, type({GATEWAY_KEY: pattern(string(), FORM)}));
    },
    async decoders() {
        const {object, regex} = await import('decoders');
        object({GATEWAY_KEY: regex(FORM, 'Must be a key')}).verify(SETTINGS);
    },
    async ajv() {
        const {default: {default: Ajv}} = await import('ajv');
        const ajv = new Ajv();
        const check = ajv.compile({type: 'object', properties: {GATEWAY_KEY: {type: 'string', pattern: FORM.source}}});
        if (!check(SETTINGS)) throw new Error(ajv.errorsText(check.errors));
    },
    async typebox() {
        const {Type} = await import('typebox');
        const {default: Value} = await import('typebox/value');
        Value.Parse(Type.Object({GATEWAY_KEY: Type.String({pattern: FORM.source})}), SETTINGS);
    },
    async effect() {
        const {Schema} = await import('effect');
        Schema.decodeUnknownSync(Schema.Struct({GATEWAY_KEY: Schema.String.check(Schema.isPattern(FORM))}))(SETTINGS);
    },
    async runtypes() {
        const {Object, String} = await import('runtypes');
        Object({GATEWAY_KEY: String.withConstraint((text) => FORM.test(text) || 'not a key')}).check(SETTINGS);
    },
    async convict() {
        const {default: convict} = await import('convict');
        const format = (text) => {
            if (!FORM.test(text)) throw new Error('not a key');
        };
        convict({key: {format, default: '', env: 'GATEWAY_KEY'}}, {env: SETTINGS}).validate();
    },
    async envalid() {
        const {cleanEnv, EnvError, makeValidator} = await import('envalid');
        const key = makeValidator((text) => {
            if (!FORM.test(text)) throw new EnvError('not a key');
            return text;
        });
        cleanEnv(SETTINGS, {GATEWAY_KEY: key()});
    },
    async znv() {
        const {parseEnv} = await import('znv');
        const {z} = await import('zod');
        parseEnv(SETTINGS, {GATEWAY_KEY: z.string().regex(FORM)});
    },
    async 'env-schema'() {
        const {default: {envSchema}} = await import('env-schema');
        envSchema({data: SETTINGS, schema: {type: 'object', properties: {GATEWAY_KEY: {type: 'string', pattern: FORM.source}}}});
    },
    async 't3-env with zod'() {
        const {createEnv} = await import('@t3-oss/env-core');
        const {z} = await import('zod');
        createEnv({server: {GATEWAY_KEY: z.string().regex(FORM)}, runtimeEnv: SETTINGS});
    },
    async 't3-env with valibot'() {
        const {createEnv} = await import('@t3-oss/env-core');
        const {pipe, regex, string} = await import('valibot');
        createEnv({server: {GATEWAY_KEY: pipe(string(), regex(FORM))}, runtimeEnv: SETTINGS});
    },
};

const [name, caught] = process.argv.slice(2);
if (!name) {
    console.log(Object.keys(libraries).join('\n'));
} else if (caught) {
    try {
        await libraries[name]();
    } catch (error) {
        console.log(error.message);
        process.exitCode = 1;
    }
} else {
    await libraries[name]();
}
END
cat > expected <<'END'
joi: message zq_refused, uncaught zq_refused password-of-another
yup: message nothing, uncaught zq_refused password-of-another
zod: message nothing, uncaught nothing
valibot: message zq_refused, uncaught zq_refused password-of-another
arktype: message zq_refused, uncaught zq_refused
superstruct: message zq_refused, uncaught zq_refused password-of-another
decoders: message zq_refused, uncaught zq_refused password-of-another
ajv: message nothing, uncaught nothing
typebox: message nothing, uncaught zq_refused password-of-another
effect: message nothing, uncaught nothing
runtypes: message nothing, uncaught zq_refused password-of-another
convict: message zq_refused, uncaught zq_refused
envalid: message nothing, uncaught nothing
znv: message zq_refused, uncaught zq_refused
env-schema: message nothing, uncaught nothing
t3-env with zod: message nothing, uncaught nothing
t3-env with valibot: message zq_refused, uncaught zq_refused
END
node check.mjs | while read -r name; do
    for way in caught ''; do
        if node check.mjs "$name" $way > "printed$way" 2>&1; then echo "$name refused nothing" >&2; exit 1; fi
        grep -qE 'GATEWAY_KEY|not a key|Parse|Invalid' "printed$way" || { cat "printed$way" >&2; exit 1; }
    done
    says=$({ grep -oE 'zq_refused' printedcaught || echo nothing; } | head -1)
    prints=$({ grep -ohE 'zq_refused|password-of-another' printed || echo nothing; } | LC_ALL=C sort -ur | xargs)
    echo "$name: message $says, uncaught $prints"
done | tee seen
diff expected seen >&2 || { echo "Changed: other validators print the values of settings now." >&2; exit 1; }
