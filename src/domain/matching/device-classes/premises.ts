import type { Trade } from './trade.ts'

/** Power, climate, doors, lifts and alarms of the building. */
export const premises: Trade = {
  plain: `
    online line-interactive double conversion single three phase modular intelligent metered switched monitored managed
    rack power energy electrical electricity quality efficiency multi circuit branch submeter heat water gas flow
    variable frequency speed ac dc hvac automatic control controls programmable room zone unitary terminal central
    centralized centralised bacnet lon knx modbus ip network networked ethernet wireless wifi connected web server based
    supervisor supervisory field floor roof rooftop fan coil unit air cooled close precision cooling heating
    refrigeration data center centre door access entry security card proximity rfid biometric fingerprint face facial
    recognition two time attendance fire alarm intrusion burglar addressable detection emergency lighting passenger
    elevator escalator remote monitoring environment environmental temperature humidity leak protection feeder
    transformer solar photovoltaic string battery charging ev
  `,
  classes: {
    ups: {
      said: 'ups, uninterruptible power supply, uninterruptible power, battery backup, online ups, power backup',
      abroad: 'usv, usv anlage, onduleur, sai, gruppo di continuita, nobreak, noodstroom',
    },
    pdu: {
      said: `
        pdu, rack pdu, epdu, power distribution unit, power strip, smart pdu, power switch, network power switch,
        ip power, remote power switch
      `,
      abroad: 'steckdosenleiste, stromverteiler, bandeau de prises',
    },
    'transfer switch': {
      said: 'transfer switch, ats, automatic transfer switch, static transfer switch, sts, rack ats',
      abroad: 'netzumschalter',
    },
    generator: {
      said: 'genset, generating set, emergency generator, generator controller, genset controller',
      abroad: 'notstromaggregat, groupe electrogene, grupo electrogeno, gruppo elettrogeno',
    },
    'solar inverter': {
      said: 'solar inverter, pv inverter, string inverter, hybrid inverter, photovoltaic inverter',
      abroad: 'wechselrichter, onduleur solaire',
    },
    'charging point': {
      said: 'charging point, ev charger, wallbox, charging controller',
      abroad: 'ladesaule, borne de recharge',
    },
    meter: { said: 'meter', abroad: 'zahler, messgerat, compteur, contador, contatore, misuratore' },
    'power meter': {
      of: 'meter',
      said: `
        power meter, energy meter, electricity meter, power quality meter, power quality analyzer, power analyzer,
        power monitor, energy monitor, energy portal, multifunction meter, revenue meter, smart meter
      `,
      abroad: `
        stromzahler, energiezahler, energiemessgerat, netzanalysator, universalmessgerat, compteur d energie,
        centrale de mesure, analizador de redes, analizzatore di rete, energiemeter
      `,
    },
    'gas meter': {
      of: 'meter',
      said: 'gas meter, flow computer',
      abroad: 'gaszahler, compteur de gaz, contador de gas',
    },
    'water meter': {
      of: 'meter',
      said: 'water meter, heat meter',
      abroad: 'wasserzahler, compteur d eau, contador de agua, contatore acqua, warmezahler',
    },
    'protection relay': {
      said: 'protection relay, protective relay, feeder protection, relay, bay controller',
      abroad: 'schutzrelais, schutzgerat, relais de protection, rele de proteccion',
    },
    'circuit breaker': {
      said: 'circuit breaker, breaker',
      abroad: 'leistungsschalter, disjoncteur, interruptor automatico',
    },
    thermostat: {
      said: 'thermostat, wifi thermostat, room thermostat',
      abroad: 'raumthermostat, thermostat d ambiance, termostato',
    },
    'air handler': {
      said: 'air handling unit, ahu, air handler, rooftop unit, fan coil, air conditioner, air conditioning',
      abroad: `
        klimagerat, klimaanlage, luftungsgerat, luftung, rlt, centrale de traitement d air, climatiseur, climatizador,
        climatizzatore
      `,
    },
    chiller: {
      said: 'chiller, cooling unit, in row cooler, precision air conditioner',
      abroad: 'kaltemaschine, kuhlaggregat, groupe froid, enfriadora, refrigeratore',
    },
    boiler: {
      said: 'boiler, heating controller, burner controller',
      abroad: 'heizungsregler, heizkessel, heizung, chaudiere, caldaia',
    },
    'building management': {
      isPart: true,
      said: `
        bms, building management system, building automation system, building automation, supervisor software,
        building operation
      `,
      abroad: 'gebaudeleittechnik, glt, gebaudeautomation, gtb, gestion technique',
    },
    controller: {
      said: `
        controller, control unit, centralized controller, central controller, system controller, building controller,
        network controller, automation server, automation station, network engine, supervisory controller, ddc,
        ddc controller, field controller
      `,
      abroad: `
        automationsstation, controleur, steuerung, steuergerat, regler, regulateur, controlador, centralina, regolatore,
        besturing
      `,
    },
    'room controller': {
      of: 'controller',
      said: 'room controller, vav controller, fan coil controller, zone controller, unitary controller',
      abroad: 'raumregler, raumcontroller',
    },
    'refrigeration controller': {
      of: 'controller',
      said: 'refrigeration controller, freezer controller, rack controller',
      abroad: 'kuhlstellenregler',
    },
    'lighting controller': {
      of: 'controller',
      said: 'lighting controller, light controller, dali gateway, dimmer',
      abroad: 'lichtsteuerung',
    },
    'water controller': { said: 'water treatment controller, water controller, dosing controller' },
    'environment monitor': {
      said: `
        environmental monitor, environment monitor, environmental monitoring, rack monitor, room monitor,
        temperature monitor, temperature monitoring, rack monitoring, pressure monitor
      `,
      abroad: 'umgebungsuberwachung',
    },
    sensor: { isPart: true, said: 'sensor, detector', abroad: 'melder, fuhler, capteur, detecteur, sensore' },
    'gas detector': { said: 'gas detector, gas detection', abroad: 'gaswarngerat, gasmelder, detecteur de gaz' },
    elevator: {
      said: 'elevator, lift controller, elevator controller, elevator gateway, elevator connectivity',
      abroad: 'aufzug, aufzugssteuerung, ascenseur, ascensor, ascensore',
    },
    panel: { said: 'panel', abroad: 'pannello' },
    terminal: { said: 'terminal' },
    'fire panel': {
      of: 'panel',
      said: 'fire panel, fire alarm panel, fire alarm control panel, fire alarm',
      abroad: `
        brandmeldezentrale, brandmeldeanlage, bmz, central de incendios, centrale incendio, centrale incendie,
        brandmeldcentrale
      `,
    },
    'intrusion panel': {
      of: 'panel',
      said: 'intrusion panel, alarm panel, burglar alarm, intrusion alarm, alarm control panel',
      abroad: 'einbruchmeldezentrale, einbruchmeldeanlage, centrale d alarme, central de alarma',
    },
    'door controller': {
      of: 'controller',
      said: `
        door controller, access controller, access control, access control panel, access panel, access control unit,
        door control, reader interface, access control system
      `,
      abroad: `
        turcontroller, zutrittscontroller, zutrittskontrolle, zutrittssteuerung, controle d acces, control de acceso,
        controllo accessi, controllo accesso, toegangscontrole
      `,
    },
    'card reader': {
      isPart: true,
      said: 'card reader, access reader, rfid reader, proximity reader, badge reader',
      abroad: `
        ausweisleser, kartenleser, zutrittsleser, lecteur de badge, lecteur de badges, lector de tarjetas,
        lettore badge, kaartlezer
      `,
    },
    'biometric terminal': {
      of: 'terminal',
      said: `
        biometric terminal, biometric reader, fingerprint reader, fingerprint terminal, face terminal,
        face recognition terminal, facial recognition terminal, time clock, time terminal, time attendance terminal
      `,
      abroad: 'zeiterfassungsterminal, zutrittsterminal, pointeuse',
    },
    lock: {
      said: 'lock, smart lock, electronic lock, door lock',
      abroad: 'schloss, turschloss, serrure, cerradura, serratura',
    },
    barrier: {
      said: 'barrier, parking barrier, gate opener, license plate recognition, lpr camera, turnstile',
      abroad: 'schranke, schrankenanlage, barriere',
    },
    'people counter': { said: 'people counter, people counting' },
  },
}
