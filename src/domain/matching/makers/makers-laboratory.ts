import { makersIn } from '#domain/matching/maker-table.ts'

/** Laboratories, blood banks, pathology, embryos, cold rooms, life science. Facts from public announcements. */
export const laboratoryMakers = makersIn(`
  # Chemistry, immunology, blood, genes.
  +beckman * vi-cell
  +siemens * epoc
  +alere < inverness
  +roche < spring bioscience, ariosa diagnostics, flatiron health, kapa biosystems, stratos genomics, medingo, iquum, bioimagene, mtm laboratories, genmark diagnostics
  +abbott < glp systems
  +alere < standard diagnostics, cozart, concateno, binax, matritech
  +beckman < lumigen, labcyte
  +danaher < precision nanosystems, genedata, vanrx
  +sysmex < hyphen biomed, astrego diagnostics
  +werfen < lifecodes, gamma biologicals, systelab * acl top, gem premier
  +grifols < medion diagnostics, novartis diagnostics, progenika
  +biorad < quantalife, exact diagnostics, celsee, gnubio, propel labs
  +biomerieux < applied maths, ab biodisk, bacterial barcodes, hyglos, pml microbiologicals * vitek 2, vidas, bact/alert, labguard
  +bd < tripath imaging, flowjo, alverix, cellular research, carmel pharma, kiestra lab automation * facscanto, facslyric
  +diasorin < murex
  +luminex < tm bioscience, genturadx
  +qiagen < stat-dx, exiqon, digene, corbett research, cellestis, ipsogen, clc bio, ingenuity systems, omicsoft, artus, neumodx, verogen, esebiotech, biobase
  +thermofisher < nanodrop, abgene, finnzymes, neslab, ion torrent, molecular probes, gibco, dynal, ambion, alfa aesar, niton, cellomics, hybaid * sensititre
  +agilent < multiplicom, luxcel, resolution bioscience, genohm, biovectra
  +revvity < vanadis
  +bruker < phenomex, berkeley lights, nanostring, chemspeed, alicona, acquifer, molecubes, preomics, biognosys, canopy biosciences
  +tecan < ibl international, sias, nugen, paramit
  +sebia < orgentec, orgentec diagnostika, zeus scientific
  +stago < hemosonics
  +radiometer < sendx * abl90
  +sinocare < polymer technology systems, pts diagnostics
  Zoetis < abaxis
  IDEXX = idexx laboratories
  +optimedical = idexx opti
  Aidian = orion diagnostica * quikread
  Eurolyser Diagnostica = eurolyser
  OpGen < curetis, advandx, ares genetics
  Binx Health = atlas genetics
  Meridian Bioscience < magellan diagnostics, exalenz, genepoc
  +cellavision < ral diagnostics
  PZ Cormay = cormay < orphee
  HUMAN Gesellschaft für Biochemica = human diagnostics worldwide, human gesellschaft fur biochemica und diagnostica
  BioSystems Reagents = biosystems barcelona
  +fujirebio < innogenetics, centocor diagnostics, adx neurosciences
  H.U. Group = miraca < fujirebio
  Denka = denka seiken
  LSI Medience = mitsubishi chemical medience, mitsubishi kagaku iatron * pathfast
  +phc < lsi medience
  Mizuho Medy
  Helena Laboratories

  # Pathology.
  +sakura * tissue-tek
  Milestone Medical = milestone histology
  Milestone Scientific
  Biocare Medical
  +tempus < paige

  # Blood banks.
  Angelantoni Life Science = angelantoni

  # Embryos and cold.
  +vitrolife < octax, igenomix
  Cryoport < mve biological, cryopdp
  Azenta = brooks life sciences, azenta life sciences < bmedical, ziath, fluidx, genewiz, 4titude, barkey
  +dickson < oceasoft
  Checkit = elektron technology < tutela medical

  # Life science and the bench.
  +hettich = hettich zentrifugen
  +thermofisher = forma
  PacBio = pacific biosciences < omniome, apton
  MGI Tech = mgi < complete genomics
  Standard BioTools = fluidigm < somalogic, dvs sciences
  Bionano Genomics = bionano < lineagen, biodiscovery
  Quanterix < akoya, akoya biosciences
  Cytek Biosciences = cytek ~ luminex
  Harvard Bioscience < biochrom
  Analytik Jena < biometra, cybio, uvp
  +endresshauser < analytik jena, kaiser optical systems
  Avantor < vwr, masterflex, peqlab
  Antylia Scientific = cole parmer, cole-parmer < bibby scientific, techne, jenway
  LAUDA = lauda dr r wobser
  Sigma Laborzentrifugen
  Merck Millipore = milliporesigma, emd millipore, millipore sigma < sigma-aldrich, millipore
  +sartorius < biohit, intellicyt, polyplus, umetrics
  +waters < wyatt technology, ta instruments, micromass, andrew alliance
  +shimadzu < kratos analytical, alsachim
  +xylem < ysi, wtw, ebro, oi analytical, bellingham stanley
  Anton Paar < brabender
  Spectris < malvern panalytical, malvern instruments, panalytical, servomex
  Oxford Instruments
  Edwards Vacuum = edwards vacuum pumps
  +atlascopco < edwards vacuum, leybold, powerex
`)
