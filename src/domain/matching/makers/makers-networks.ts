import { makersIn } from '#domain/matching/maker-table.ts'

/** Networks, firewalls, remote access, security of devices, telephones, radio, messages. Facts from public announcements. */
export const networkMakers = makersIn(`
  # Switches, routers, wireless.
  Telit Cinterion = telit < cinterion
  +keysight ~ agilent
  +rohdeschwarz = r&s
  +cisco < thousandeyes, kenna security, fluidmesh, sentryo, isovalent, lancope, cloudlock
  +hpe < axis security, morpheus data, opsramp, cape networks
  +extreme < cabletron, ipanema technologies
  +rohdeschwarz < gateprotect, ipoque
  +ericsson < ericom
  +kaseya < open mesh, spanning, it glue, rapidfire tools
  +mikrotik = mikrotikls, routerboard
  +h3c = huawei-3com, new h3c
  +keysight < ixia, spirent, net optics, breakingpoint, eggplant
  Teldat < bintec
  INSYS icom = insys microelectronics
  Inseego = novatel wireless < feeney wireless
  Multi-Tech Systems = multitech, multi tech
  Four-Faith = xiamen four faith
  Hongdian = shenzhen hongdian
  PUSR = usr iot, jinan usr iot
  Tenda = shenzhen tenda
  Totolink = zioncom
  Netis Systems = netis
  Ricon Mobile = ricon
  EnGenius Technologies = engenius < senao
  Proxim Wireless = terabeam, proxim
  Edgecore Networks = edgecore, accton < smc networks
  ORing Industrial Networking = oring
  Antaira Technologies = antaira
  Sena Technologies = sena
  Chiyu Technology = chiyu
  ATOP Technologies = atop
  LevelOne = digital data communications
  Riverbed < opnet, aternity
  BlueCat Networks = bluecat < men and mice, livewire
  NetScout < arbor networks, network general
  NetAlly ~ netscout

  # Firewalls, security of networks and devices.
  +fortinet < lacework, ensilo, bradford networks, cybersponse, opaq
  +paloalto < demisto, cloudgenix, zingbox, expanse, twistlock
  +checkpoint < dome9, avanan, perimeter 81, cyberint
  +sonicwall < aventail, banyan security
  +watchguard < percipient networks, cyglass
  +barracuda < phion, fyde, intronis
  +citrix < unicon software, xensource, devicetrust
  +f5 < shape security, volterra, threat stack
  +microsoft < express logic, cyberx, riskiq, refirm labs, github
  +mitsubishielectric < nozomi networks
  Forcepoint = websense, raytheon websense < stonesoft, bitglass
  Stormshield = arkoon, netasq
  Akamai < guardicore, nominum, linode
  Claroty < medigate
  Nozomi Networks
  Dragos < network perception
  Armis < otorio, silk security
  Axonius < cynerio
  Forescout < cybermdx, securitymatters
  Tenable < indegy, alsid, ermetic
  Rapid7 < intsights, metasploit
  OPSWAT < bayshore networks, impulse point, inquest
  Trend Micro = trendmicro < tippingpoint
  Kaspersky = kaspersky lab
  Bitdefender = softwin
  Gen Digital = nortonlifelock < avast, avira, lifelock
  Avast < avg technologies, piriform
  Arctic Wolf < cylance
  Okta < auth0
  Ping Identity < forgerock
  CyberArk < venafi
  Delinea = thycotic, centrify

  # Telephones, radio, messages.
  +vtech < gigaset
  +nec < sphere communications, nec philips unified solutions
  +demant < epos, sennheiser communications
  +sangoma < star2star, vegastream, schmooze
  +oracle < acme packet, tekelec
  +enghouse < dialogic, trio enterprise
  +unify * hipath, openscape
  Ericsson-LG = lg nortel, lg-nortel, lg ericsson, ipecs
  Enreach < swyx
  Patton Electronics = patton < inalp
  Algo Communication Products = algo communication
  Singlewire Software = singlewire, informacast
  Everbridge < xmatters
  Multitone Electronics = multitone
  Tait Communications = tait
  Hytera < sepura, teltronic, norsat
  Icom
`)
