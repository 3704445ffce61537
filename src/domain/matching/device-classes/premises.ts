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
      said: `
        ups, uninterruptible power supply, uninterruptible power, battery backup, online ups, usv, usv anlage, onduleur,
        sai, gruppo di continuita, nobreak, noodstroom, power backup
      `,
    },
    pdu: {
      said: `
        pdu, rack pdu, epdu, power distribution unit, power strip, smart pdu, steckdosenleiste, stromverteiler,
        power switch, network power switch, ip power, remote power switch, bandeau de prises
      `,
    },
    'transfer switch': {
      said: 'transfer switch, ats, automatic transfer switch, static transfer switch, sts, rack ats, netzumschalter',
    },
    generator: {
      said: `
        genset, generating set, emergency generator, generator controller, genset controller, notstromaggregat,
        groupe electrogene, grupo electrogeno, gruppo elettrogeno
      `,
    },
    'solar inverter': {
      said: `
        solar inverter, pv inverter, string inverter, hybrid inverter, wechselrichter, onduleur solaire,
        photovoltaic inverter
      `,
    },
    'charging point': {
      said: 'charging point, ev charger, wallbox, charging controller, ladesaule, borne de recharge',
    },
    meter: { said: 'meter, zahler, messgerat, compteur, contador, contatore, misuratore' },
    'power meter': {
      of: 'meter',
      said: `
        power meter, energy meter, electricity meter, power quality meter, power quality analyzer, power analyzer,
        power monitor, energy monitor, energy portal, multifunction meter, revenue meter, smart meter, stromzahler,
        energiezahler, energiemessgerat, netzanalysator, universalmessgerat, compteur d energie, centrale de mesure,
        analizador de redes, analizzatore di rete, energiemeter
      `,
    },
    'gas meter': { of: 'meter', said: 'gas meter, gaszahler, compteur de gaz, contador de gas, flow computer' },
    'water meter': {
      of: 'meter',
      said: 'water meter, wasserzahler, compteur d eau, contador de agua, contatore acqua, heat meter, warmezahler',
    },
    'protection relay': {
      said: `
        protection relay, protective relay, feeder protection, relay, schutzrelais, schutzgerat, relais de protection,
        rele de proteccion, bay controller
      `,
    },
    'circuit breaker': { said: 'circuit breaker, breaker, leistungsschalter, disjoncteur, interruptor automatico' },
    thermostat: {
      said: 'thermostat, wifi thermostat, room thermostat, raumthermostat, thermostat d ambiance, termostato',
    },
    'air handler': {
      said: `
        air handling unit, ahu, air handler, rooftop unit, fan coil, air conditioner, air conditioning, klimagerat,
        klimaanlage, luftungsgerat, luftung, rlt, centrale de traitement d air, climatiseur, climatizador,
        climatizzatore, uta
      `,
    },
    chiller: {
      said: `
        chiller, cooling unit, kaltemaschine, kuhlaggregat, groupe froid, enfriadora, refrigeratore, in row cooler,
        precision air conditioner
      `,
    },
    boiler: {
      said: `
        boiler, heating controller, heizungsregler, heizkessel, heizung, chaudiere, caldera, caldaia, burner controller
      `,
    },
    'building management': {
      isPart: true,
      said: `
        bms, building management system, building automation system, building automation, gebaudeleittechnik, glt,
        gebaudeautomation, gtb, gestion technique, supervisor software, building operation
      `,
    },
    controller: {
      said: `
        controller, control unit, centralized controller, central controller, system controller, building controller,
        network controller, automation server, automation station, network engine, supervisory controller,
        automationsstation, controleur, steuerung, steuergerat, regler, regulateur, controlador, centralina, regolatore,
        besturing, ddc, ddc controller, field controller
      `,
    },
    'room controller': {
      of: 'controller',
      said: `
        room controller, vav controller, fan coil controller, zone controller, raumregler, raumcontroller,
        unitary controller
      `,
    },
    'refrigeration controller': {
      of: 'controller',
      said: 'refrigeration controller, freezer controller, rack controller, kuhlstellenregler',
    },
    'lighting controller': {
      of: 'controller',
      said: 'lighting controller, light controller, dali gateway, lichtsteuerung, dimmer',
    },
    'water controller': { said: 'water treatment controller, water controller, dosing controller' },
    'environment monitor': {
      said: `
        environmental monitor, environment monitor, environmental monitoring, rack monitor, room monitor,
        temperature monitor, temperature monitoring, umgebungsuberwachung, rack monitoring, pressure monitor
      `,
    },
    sensor: { isPart: true, said: 'sensor, detector, melder, fuhler, capteur, detecteur, sonde, sensore' },
    'gas detector': { said: 'gas detector, gas detection, gaswarngerat, gasmelder, detecteur de gaz' },
    elevator: {
      said: `
        elevator, lift controller, elevator controller, aufzug, aufzugssteuerung, ascenseur, ascensor, ascensore,
        elevator gateway, elevator connectivity
      `,
    },
    panel: { said: 'panel, pannello' },
    terminal: { said: 'terminal' },
    'fire panel': {
      of: 'panel',
      said: `
        fire panel, fire alarm panel, fire alarm control panel, fire alarm, brandmeldezentrale, brandmeldeanlage, bmz,
        central de incendios, centrale incendio, centrale incendie, brandmeldcentrale
      `,
    },
    'intrusion panel': {
      of: 'panel',
      said: `
        intrusion panel, alarm panel, burglar alarm, intrusion alarm, einbruchmeldezentrale, einbruchmeldeanlage,
        centrale d alarme, central de alarma, alarm control panel
      `,
    },
    'door controller': {
      of: 'controller',
      said: `
        door controller, access controller, access control, access control panel, access panel, access control unit,
        door control, reader interface, access control system, turcontroller, zutrittscontroller, zutrittskontrolle,
        zutrittssteuerung, controle d acces, control de acceso, controllo accessi, controllo accesso, toegangscontrole
      `,
    },
    'card reader': {
      isPart: true,
      said: `
        card reader, access reader, rfid reader, proximity reader, ausweisleser, kartenleser, zutrittsleser,
        lecteur de badge, lecteur de badges, lector de tarjetas, lettore badge, badge reader, kaartlezer
      `,
    },
    'biometric terminal': {
      of: 'terminal',
      said: `
        biometric terminal, biometric reader, fingerprint reader, fingerprint terminal, face terminal,
        face recognition terminal, facial recognition terminal, time clock, time terminal, time attendance terminal,
        zeiterfassungsterminal, zutrittsterminal, pointeuse
      `,
    },
    lock: { said: 'lock, smart lock, electronic lock, door lock, schloss, turschloss, serrure, cerradura, serratura' },
    barrier: {
      said: `
        barrier, parking barrier, gate opener, schranke, schrankenanlage, barriere, license plate recognition,
        lpr camera, turnstile
      `,
    },
    'people counter': { said: 'people counter, people counting' },
  },
}
