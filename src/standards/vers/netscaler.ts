// A NetScaler says `NS12.1: Build 55.302.nc` of what its maker writes as `12.1-55.302`.

/** `NetScaler NS12.1: Build 65.17.nc, Date: …` is what the appliance says, and `12.1-65.17` what its maker writes. */
export const withBuildsOfNetScaler = (text: string): string =>
  /^\s*n/i.test(text)
    ? text.replace(
        /^\s*(?:netscaler\s+)?ns ?(\d+\.\d+):?,? (?:build:? )?(\d+\.\d+)(?:\.nc)?(?:,? date\b.*)?\s*$/i,
        '$1-$2',
      )
    : text
