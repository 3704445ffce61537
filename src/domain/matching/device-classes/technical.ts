import type { Trade } from './trade.ts'

/** Control of machines and plant. */
export const technical: Trade = {
  plain: `
    programmable logic industrial modular remote distributed embedded general purpose touch operator color colour inch
    widescreen variable frequency speed ac servo asynchronous communication communications interface network ethernet
    profinet profibus modbus canopen analog digital input output wireless cellular rail mounted panel field data iot
    universal
  `,
  classes: {
    plc: {
      of: 'controller',
      said: `
        plc, programmable logic controller, programmable controller, logic controller, cpu, cpu module, plc cpu,
        automate programmable, plc controller, safety controller, process controller, automation controller,
        machine controller, motion controller
      `,
      abroad: 'sps, automata, controllore programmabile',
    },
    rtu: { said: 'rtu, remote terminal unit, remote terminal, telecontrol', abroad: 'fernwirkgerat, fernwirkstation' },
    'i/o module': {
      isPart: true,
      said: `
        i/o module, io module, i/o, remote i/o, input module, output module, analog input, digital input, relay module,
        fieldbus coupler, bus coupler, ethernet i/o, wireless i/o
      `,
      abroad: 'e/a modul, feldbuskoppler',
    },
    hmi: {
      of: 'panel, terminal',
      said: `
        hmi, operator panel, touch panel, operator terminal, operator interface, touch screen panel,
        human machine interface, touchpanel
      `,
      abroad: 'bediengerat, bedienpanel, ihm, pupitre, terminal operateur, pantalla tactil, pannello operatore',
    },
    drive: {
      said: `
        drive, ac drive, frequency converter, variable frequency drive, variable speed drive, vfd, vsd,
        frequency inverter, inverter, servo drive, servo amplifier, softstarter, soft starter
      `,
      abroad: `
        frequenzumrichter, umrichter, antrieb, variateur, variateur de vitesse, variador, variador de frecuencia,
        convertidor de frecuencia, azionamento, frequentieregelaar
      `,
    },
    'data logger': {
      said: 'data logger, datalogger, data recorder, paperless recorder, chart recorder, data acquisition',
      abroad: `
        datenlogger, enregistreur de donnees, registrador de datos, bildschirmschreiber, enregistreur, registratore,
        registrador
      `,
    },
    'flow meter': {
      said: 'flow meter, flowmeter',
      abroad: 'durchflussmesser, debitmetre, caudalimetro, misuratore di portata',
    },
    'process transmitter': {
      said: 'pressure transmitter, level transmitter, temperature transmitter, level sensor',
      abroad: 'messumformer, drucktransmitter, transmetteur',
    },
    'industrial robot': {
      said: 'industrial robot, robot controller, cobot, collaborative robot',
      abroad: 'robotersteuerung',
    },
    scada: { isPart: true, said: 'scada, scada software, scada system, supervision', abroad: 'leitsystem' },
    valve: { said: 'valve, control valve, actuator', abroad: 'ventil, vanne, valvula, valvola, stellantrieb' },
    'communication module': {
      isPart: true,
      said: `
        communication module, communications module, ethernet module, communication card, network module, network card,
        network management card, interface module, web module
      `,
      abroad: 'kommunikationsmodul, netzwerkkarte, carte reseau',
    },
  },
}
