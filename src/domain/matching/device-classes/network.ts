import type { Trade } from './trade.ts'

/** Cameras, networks, telephones, printers and computers. */
export const network: Trade = {
  plain: `
    network networked ip ethernet gigabit managed unmanaged industrial rugged ruggedized poe fiber wireless wifi
    cellular lte 4g 5g 3g lorawan vpn secure intelligent outdoor indoor fixed box dome bullet turret ptz fisheye
    panoramic thermal infrared night vision weatherproof vandal resistant resolution megapixel hd 4k security
    surveillance cctv video channel port ports rack mount rackmount din rail layer embedded m2m iot modbus protocol
    serial device rs232 rs485 bacnet sip voip dect cordless desk desktop business conference phone mobile label barcode
    receipt color colour mono monochrome laser inkjet multifunction card photo wristband all-in-one small form factor
    panel medical grade fanless handheld out-of-band remote access
  `,
  classes: {
    camera: { said: 'camera', abroad: 'kamera, camara, telecamera' },
    'ip camera': {
      of: 'camera',
      said: `
        ip camera, ip cam, network camera, box camera, dome camera, bullet camera, ptz camera, ptz, security camera,
        surveillance camera, cctv camera, cctv, camera de surveillance, video camera, thermal camera, dome, webcam
      `,
      abroad: 'ip kamera, netzwerkkamera, uberwachungskamera, camera ip, camara ip, camara de red, bewakingscamera',
    },
    'video recorder': {
      said: 'nvr, dvr, network video recorder, digital video recorder, video recorder, hybrid recorder',
      abroad: `
        videorecorder, netzwerkrekorder, netzwerkvideorekorder, enregistreur video, grabador de video, grabador,
        videoregistratore
      `,
    },
    'video encoder': { said: 'video encoder, encoder, video server, videoserver, decoder, video decoder' },
    'video management': {
      isPart: true,
      said: 'vms, video management, video management system, video management software',
      abroad: 'videomanagement',
    },
    switch: {
      said: 'switch, ethernet switch, network switch, managed switch, poe switch, industrial switch',
      abroad: 'netzwerkswitch, commutateur, conmutador',
    },
    router: {
      said: `
        router, vpn router, cellular router, industrial router, lte router, 4g router, 5g router, mobile router,
        wifi router
      `,
      abroad: 'mobilfunkrouter, routeur, enrutador',
    },
    modem: { said: 'modem, cellular modem, lte modem, dsl modem' },
    'access point': {
      said: 'access point, wireless access point, wlan access point, wifi access point',
      abroad: 'point d acces, punto de acceso, zugangspunkt',
    },
    'wireless bridge': {
      said: 'wireless bridge, wifi bridge, bridge, wlan bridge, wireless client, extender, repeater, range extender',
    },
    firewall: { said: 'firewall, security appliance, utm, next generation firewall, vpn gateway', abroad: 'pare feu' },
    gateway: {
      said: `
        gateway, modbus gateway, protocol gateway, lorawan gateway, iot gateway, edge gateway, bacnet gateway,
        protocol converter, ethernet gateway, sensor gateway, cloud gateway, communication gateway, industrial gateway
      `,
      abroad: 'passerelle, pasarela',
    },
    'serial server': {
      said: `
        serial server, device server, serial device server, terminal server, serial to ethernet, serial converter,
        ethernet serial
      `,
      abroad: 'serieller server, seriell ethernet',
    },
    'console server': { said: 'console server, console manager, advanced console server', abroad: 'konsolenserver' },
    kvm: { said: 'kvm, kvm switch, kvm over ip, kvm extender' },
    'media converter': {
      said: 'media converter, converter, fiber converter',
      abroad: 'medienkonverter, convertisseur',
    },
    'thin client': { said: 'thin client, thinclient, zero client, cloud terminal', abroad: 'client leger' },
    computer: {
      said: `
        computer, industrial pc, box pc, embedded pc, embedded computer, panel pc, medical pc, mini pc, notebook,
        laptop, tablet, tablet pc, workstation
      `,
      abroad: 'rechner',
    },
    'network storage': {
      said: 'nas, network attached storage, storage system, storage array',
      abroad: 'netzwerkspeicher',
    },
    'service processor': { said: 'bmc, baseboard management controller, remote management controller, lights out' },
    telephone: {
      said: `
        phone, telephone, ip phone, desk phone, sip phone, voip phone, handset, smartphone, dect phone,
        conference phone, video phone
      `,
      abroad: 'telefon, mobilteil, tischtelefon, telefono, telefoon',
    },
    'telephone system': {
      said: 'pbx, telephone system, ip pbx, call manager',
      abroad: 'telefonanlage, autocommutateur, centralita',
    },
    intercom: {
      said: `
        intercom, door phone, door station, ip intercom, video intercom, video door phone, door intercom,
        intercom station, entry phone
      `,
      abroad: `
        sprechstelle, sprechanlage, tursprechanlage, turstation, interphone, visiophone, citofono, videocitofono,
        videoportero, portero, deurtelefoon
      `,
    },
    'video conference': {
      said: 'video conferencing, video conference, conferencing system, room system',
      abroad: 'videokonferenz, visioconference',
    },
    'wireless presentation': { said: 'wireless presentation, presentation system, presentation gateway' },
    'digital signage': { said: 'digital signage, media player, signage player, signage display' },
    projector: { said: 'projector, beamer', abroad: 'projecteur, proyector' },
    printer: {
      said: 'printer, laser printer, multifunction printer, mfp, multifunction, multifunction device, copier',
      abroad: 'drucker, multifunktionsdrucker, laserdrucker, imprimante, impresora, stampante, impressora',
    },
    'label printer': {
      of: 'printer',
      said: 'label printer, barcode printer, thermal printer, industrial printer',
      abroad: 'etikettendrucker, etiquetadora, imprimante d etiquettes, stampante di etichette',
    },
    'card printer': { of: 'printer', said: 'card printer', abroad: 'kartendrucker' },
    'barcode scanner': {
      of: 'scanner',
      said: 'barcode scanner, barcode reader, bar code reader, code reader, handscanner, 2d imager',
    },
    'mobile computer': {
      said: 'mobile computer, handheld computer, mobile terminal, mobile touch computer',
      abroad: 'mde gerat',
    },
  },
}
