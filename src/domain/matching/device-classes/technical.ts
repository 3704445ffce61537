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
        plc, programmable logic controller, programmable controller, logic controller, cpu, cpu module, plc cpu, sps,
        automate programmable, automata, controllore programmabile, plc controller, safety controller,
        process controller, automation controller, machine controller, motion controller
      `,
    },
    rtu: { said: 'rtu, remote terminal unit, remote terminal, fernwirkgerat, fernwirkstation, telecontrol' },
    'i/o module': {
      isPart: true,
      said: `
        i/o module, io module, i/o, remote i/o, input module, output module, analog input, digital input, relay module,
        e/a modul, fieldbus coupler, bus coupler, feldbuskoppler, ethernet i/o, wireless i/o
      `,
    },
    hmi: {
      of: 'panel, terminal',
      said: `
        hmi, operator panel, touch panel, operator terminal, operator interface, touch screen panel,
        human machine interface, bediengerat, bedienpanel, touchpanel, ihm, pupitre, terminal operateur,
        pantalla tactil, pannello operatore
      `,
    },
    drive: {
      said: `
        drive, ac drive, frequency converter, variable frequency drive, variable speed drive, vfd, vsd,
        frequency inverter, inverter, servo drive, servo amplifier, frequenzumrichter, umrichter, antrieb, variateur,
        variateur de vitesse, variador, variador de frecuencia, convertidor de frecuencia, azionamento,
        frequentieregelaar, softstarter, soft starter
      `,
    },
    'data logger': {
      said: `
        data logger, datalogger, datenlogger, enregistreur de donnees, registrador de datos, data recorder,
        paperless recorder, bildschirmschreiber, enregistreur, registratore, chart recorder, data acquisition,
        registrador
      `,
    },
    'flow meter': { said: 'flow meter, flowmeter, durchflussmesser, debitmetre, caudalimetro, misuratore di portata' },
    'process transmitter': {
      said: `
        pressure transmitter, level transmitter, temperature transmitter, level sensor, messumformer, drucktransmitter,
        transmetteur
      `,
    },
    'industrial robot': { said: 'industrial robot, robot controller, cobot, collaborative robot, robotersteuerung' },
    scada: { isPart: true, said: 'scada, scada software, scada system, leitsystem, supervision' },
    valve: { said: 'valve, control valve, ventil, vanne, valvula, valvola, actuator, stellantrieb' },
    'communication module': {
      isPart: true,
      said: `
        communication module, communications module, ethernet module, communication card, network module, network card,
        network management card, interface module, web module, kommunikationsmodul, netzwerkkarte, carte reseau
      `,
    },
  },
}
